import t from "tap";
import { readDrillOptions } from "../../src/campaign/drill-options.ts";
import { runDrill } from "../../src/campaign/run-drill.ts";
import { SCENARIOS } from "../../src/scenarios/all-scenarios.ts";

/** What `plimsoll drill …args` writes before it has made any run. */
async function drill(...args: readonly string[]): Promise<{ isPassed: boolean; text: string }> {
  let text = "";
  const output = { write: (more: string) => (text += more) };
  const isPassed = await runDrill(readDrillOptions(args), output, new AbortController());
  return { isPassed, text };
}

t.test("--list prints each scenario with its onset and what it breaks", async (t) => {
  const { isPassed, text } = await drill("--list");
  t.equal(isPassed, true);
  const lines = text.trimEnd().split("\n");
  t.equal(lines.length, SCENARIOS.length);
  t.match(lines[0], /^leak {2,}gradual {2}a transfer in 112 keeps its connection/);
  t.ok(lines.some((line) => /^steady +control {2}the same load, nothing broken$/.test(line)));
  t.equal(new Set(lines.map((line) => line.search(/gradual|instant|control/))).size, 1);
});

t.test("a file of JSON that cannot be written is refused before anything starts", async (t) => {
  const file = `${t.testdir()}/missing/all.json`;
  await t.rejects(drill("leak", "--json", file), {
    code: "PLIMSOLL_WRONG_USE",
    message: /^--json must be a file that can be written.*missing/,
  });
});

t.test("a missing program is named before the last campaign is forgotten", async (t) => {
  const { PATH } = process.env;
  process.env["PATH"] = t.testdir();
  t.teardown(() => (process.env["PATH"] = PATH));
  await t.rejects(drill("leak"), {
    code: "PLIMSOLL_TOOL_MISSING",
    message: /prometheus.*k6.*postgres_exporter, promtool: not on the PATH/,
  });
});
