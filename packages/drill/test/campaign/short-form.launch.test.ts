import { readFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import type { DrillRun } from "../../src/campaign/drill-run.ts";
import { readDrillOptions } from "../../src/campaign/drill-options.ts";
import { runDrill } from "../../src/campaign/run-drill.ts";

/** Four stacks side by side: two minutes of warm-up, then as long as page and harm take. */
const MOST_MS = 900_000;

t.test(
  "the short form: three faults page with their cause, the control pages nobody",
  { timeout: MOST_MS },
  async (t) => {
    const out = t.testdir();
    const json = join(out, "drills.json");
    const args = ["--short", "--lanes", "4", "--out", out, "--json", json];
    let said = "";
    const output = { write: (text: string) => (said += text) };
    await runDrill(readDrillOptions(args), output, new AbortController());
    const { runs } = JSON.parse(readFileSync(json, "utf8")) as { runs: DrillRun[] };
    const [leak, dbStop, refused, steady] = [
      "leak-fast",
      "db-stop",
      "connect-refused",
      "steady",
    ].map((name) => runs.find(({ scenario }) => scenario === name));
    const told = { said };
    t.match(leak, { namedCause: "leak", falsePages: 0 }, "a leak is named", told);
    t.match(dbStop, { falsePages: 0 }, "a server that stands still pages", told);
    t.ok(["stalled", "connect_failure"].includes(dbStop?.namedCause ?? ""), "and how", told);
    t.match(refused, { namedCause: "connect_failure", falsePages: 0 }, "a refusal is named", told);
    t.match(steady, { pages: [], falsePages: 0 }, "nobody is paged for nothing", told);
    // The control tells whether this machine has room enough for times to mean something.
    const skip =
      steady?.harmAt != null && "the machine was too busy: users of the control were harmed";
    t.ok((leak?.harmLeadSeconds ?? 0) > 0, "the leak's page came before users were harmed", {
      ...told,
      skip,
    });
    t.ok(
      (leak?.replay?.leads.length ?? 0) === 5,
      "the leak was replayed under each scrape phase",
      told,
    );
    t.match(said, /Report: .*report\.html/);
    t.match(readFileSync(join(out, "report.html"), "utf8"), /<table>[\s\S]*leak-fast/);
  },
);
