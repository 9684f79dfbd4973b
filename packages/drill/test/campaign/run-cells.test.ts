import t from "tap";
import { RUN_COLUMNS, runCells } from "../../src/campaign/run-cells.ts";
import type { DrillRun } from "../../src/campaign/drill-run.ts";
import { baselines, control, FAULT_AT, gradual, unpaged } from "./runs.ts";

const SILENT = "post-mortem never, postgres-exporter never, upstream-metrics never";

/** The cells that are not empty, by column. */
function named(run: DrillRun): Record<string, string> {
  const cells = runCells(run);
  t.equal(cells.length, RUN_COLUMNS.length, "a cell for each column");
  return Object.fromEntries(
    RUN_COLUMNS.map((column, index) => [column, cells[index] ?? ""]).filter(([, cell]) => cell),
  );
}

t.test("a fault has its leads, its cause and its end", (t) => {
  t.same(named(gradual()), {
    kind: "gradual",
    "page before harm": "50.0 s",
    "before the first error": "48.0 s",
    "fault to page": "70.0 s",
    "cause named": "leak",
    "resolved after": "90.0 s",
    "baselines: alarm before harm": SILENT,
  });
  t.end();
});

t.test("a page that did not come, or does not end, says so", (t) => {
  t.same(named(unpaged({ tickets: ["PlimsollPoolConfigFinding"] })), {
    kind: "gradual",
    "page before harm": "never",
    "before the first error": "never",
    "fault to page": "never",
    "baselines: alarm before harm": SILENT,
  });
  t.equal(named(gradual({ resolvedAt: null }))["resolved after"], "not yet");
  t.end();
});

t.test("a fault that harmed nobody tells its tickets where a cause would stand", (t) => {
  const tickets = ["PlimsollReplicationLagHigh"];
  t.match(named(unpaged({ harmAt: null, firstUserErrorAt: null, tickets })), {
    "page before harm": "nobody was harmed",
    "before the first error": "no error",
    "cause named": "PlimsollReplicationLagHigh",
  });
  t.end();
});

t.test("a control has its pages, and the alarms of the baselines", (t) => {
  const falseAlarms = [{ alert: "PostgresqlDown", at: FAULT_AT }];
  const outcomes = baselines({
    baseline: "postgres-exporter",
    first: null,
    leadSeconds: null,
    falseAlarms,
  });
  t.same(named(control({ baselines: outcomes })), {
    kind: "control",
    "page before harm": "no pages",
    "baselines: alarm before harm":
      "post-mortem no alarms, postgres-exporter 1 alarm, upstream-metrics no alarms",
  });
  t.end();
});

t.test("a baseline has its lead over the harm, or has told of a fault without one", (t) => {
  const first = { alert: "ApiIsSlow", at: FAULT_AT + 150 };
  const late = baselines({ baseline: "post-mortem", first, leadSeconds: -30, falseAlarms: [] });
  t.match(named(gradual({ baselines: late }))["baselines: alarm before harm"], /^post-mortem −30/);
  const harmless = baselines({
    baseline: "post-mortem",
    first,
    leadSeconds: null,
    falseAlarms: [],
  });
  const run = gradual({ harmAt: null, baselines: harmless });
  t.match(named(run)["baselines: alarm before harm"], /^post-mortem told, /);
  t.end();
});
