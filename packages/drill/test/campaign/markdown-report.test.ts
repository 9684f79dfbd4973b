import t from "tap";
import { markdownReport } from "../../src/campaign/markdown-report.ts";
import { summarize } from "../../src/campaign/summary.ts";
import type { DrillRun } from "../../src/campaign/drill-run.ts";
import { control, gradual, instant, unpaged } from "./runs.ts";

function reported(runs: readonly DrillRun[], notMade: readonly string[] = []): string {
  return markdownReport(
    runs,
    summarize(runs, () => true, notMade),
  );
}

/** Cells of each table's lines. */
function tables(text: string): string[][][] {
  return text
    .split(/\n\n+/)
    .filter((part) => part.startsWith("|"))
    .map((part) => part.split("\n").map((line) => line.split(/(?<!\\)\|/).slice(1, -1)));
}

t.test("a report says its tier and how many runs passed", (t) => {
  const text = reported([gradual(), instant(), unpaged(), control()]);
  t.match(text, "3 of 4 runs passed. Tier: real time on a live stack (k = 1)");
  t.end();
});

t.test("every line of a table has as many cells as its head, whatever a cell holds", (t) => {
  const runs = [gradual({ namedCause: "a|b" }), control(), unpaged({ run: 2 })];
  const [comparison = [], all = []] = tables(reported(runs));
  t.ok(comparison.length > 5);
  t.equal(all.length, 2 + runs.length);
  for (const table of [comparison, all]) {
    t.same([...new Set(table.map((cells) => cells.length))], [table[0]?.length]);
  }
  t.end();
});

t.test("what failed stands below with its reasons, also what was not made", (t) => {
  const text = reported([gradual(), unpaged({ run: 2 })], ["db-stop", "surge #2"]);
  t.match(text, "1 of 4 runs passed");
  t.match(
    text,
    "What failed:\n\n- leak #2: No page came.\n- db-stop: was not made.\n- surge #2: was not made.\n",
  );
  t.notMatch(reported([gradual()]), "What failed");
  t.end();
});
