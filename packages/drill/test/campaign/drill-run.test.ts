import t from "tap";
import { drillRecord } from "../../src/campaign/drill-run.ts";
import { record } from "../record.ts";
import { baselines } from "./runs.ts";

t.test("a run is kept with its score, its counts and its tier", (t) => {
  const run = record();
  const outcomes = baselines();
  const { drill } = drillRecord(run, 3, outcomes, null);
  t.match(drill, {
    ...run.incident,
    run: 3,
    tier: "real time",
    k: 1,
    title: run.scenario.title,
    requests: 3700,
    errors: 1,
    watchedSeconds: 185,
    replay: null,
  });
  t.equal(drill.baselines, outcomes);
  t.end();
});

t.test("what is kept of a run survives a file, and is free of what only a session has", (t) => {
  const past = { from: 0, to: 3600, series: [{ labels: {}, points: [[3600, 1] as const] }] };
  const kept = drillRecord({ ...record(), past }, 1, [], null);
  t.same(JSON.parse(JSON.stringify(kept)), kept);
  t.notOk("scenario" in kept.record);
  t.equal(kept.pastSeries, 1);
  t.equal(drillRecord(record(), 1, [], null).pastSeries, 0);
  t.end();
});
