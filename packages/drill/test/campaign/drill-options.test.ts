import { join } from "node:path";
import t from "tap";
import { readDrillOptions } from "../../src/campaign/drill-options.ts";
import { SCENARIOS, SHORT_SCENARIOS } from "../../src/scenarios/all-scenarios.ts";

t.test("named scenarios run once each, in the order in which they were named", (t) => {
  const { scenarios, ...rest } = readDrillOptions(["steady", "leak", "steady"]);
  t.same(
    scenarios.map(({ name }) => name),
    ["steady", "leak"],
  );
  t.match(rest, { runs: 1, json: null, resume: false, list: false });
  t.ok(Number.isInteger(rest.lanes) && rest.lanes >= 1 && rest.lanes <= 16);
  t.end();
});

t.test("--all is every scenario, and the other options are taken", (t) => {
  const args = ["--all", "--runs", "10", "--lanes", "4", "--json", "all.json", "--resume"];
  t.same(readDrillOptions([...args, "--out", "reports"]), {
    scenarios: SCENARIOS,
    runs: 10,
    lanes: 4,
    json: "all.json",
    resume: true,
    list: false,
    out: "reports",
    kept: join("reports", "drill"),
  });
  t.end();
});

t.test("--short is the short form, and reports go to .plimsoll unless a folder is named", (t) => {
  const { scenarios, out, kept } = readDrillOptions(["--short"]);
  t.equal(scenarios, SHORT_SCENARIOS);
  t.match(out, /\/\.plimsoll$/);
  t.equal(kept, join(out, "drill-short"), "apart from the runs of a whole campaign");
  t.end();
});

t.test("--list needs no scenario", (t) => {
  t.match(readDrillOptions(["--list"]), { list: true, scenarios: [] });
  t.end();
});

t.test("wrong use is refused with the option, its rule and the value", (t) => {
  for (const [args, message] of [
    [[], /^name a scenario, or --short, or --all\.$/],
    [["--all", "leak"], /--all, --short and names of scenarios exclude each other/],
    [["--short", "leak"], /exclude each other/],
    [["--all", "--short"], /exclude each other/],
    [["leak", "--out", ""], /--out needs a folder/],
    [["leek"], /unknown scenario "leek"\. Scenarios: leak, .*steady/],
    [["leak", "--runs", "0"], /--runs must be an integer from 1 to 100, got "0"/],
    [["leak", "--runs", "1.5"], /--runs .* got "1\.5"/],
    [["leak", "--lanes", "17"], /--lanes must be an integer from 1 to 16, got "17"/],
    [["leak", "--lanes", ""], /--lanes .* got ""/],
    [["leak", "--json", ""], /--json needs a file/],
    [["leak", "--json"], /--json/],
    [["leak", "--fast"], /--fast/],
  ] as const) {
    t.throws(() => readDrillOptions(args), { code: "PLIMSOLL_WRONG_USE", message });
  }
  t.end();
});
