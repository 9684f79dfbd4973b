import t from "tap";
import { baselineRun, drilled, isRecorded } from "../../src/campaign/make-run.ts";
import { record } from "../record.ts";
import { planned } from "./runs.ts";

t.test(
  "a drilled scenario has the baselines and the fast path, and few customers unless it says how many",
  (t) => {
    const { scenario } = planned("leak", { plan: { instances: 2 } });
    t.same(drilled(scenario), {
      ...scenario,
      plan: { instances: 2, customers: 2000, hasBaselines: true, hasFastPath: true },
    });
    const { plan } = drilled({ ...scenario, plan: { customers: 50, hasBaselines: false } });
    t.same(plan, { customers: 50, hasBaselines: true, hasFastPath: true });
    t.end();
  },
);

t.test("only a gradual fault on one instance and one database is recorded", (t) => {
  for (const [changes, expected] of [
    [{}, true],
    [{ plan: { instances: 1 } }, true],
    [{ plan: { instances: 2 } }, false],
    [{ plan: { standby: "reads" } }, false],
    [{ onset: "instant" }, false],
    [{ kind: "control", onset: null }, false],
  ] as const) {
    t.equal(isRecorded(planned("any", changes).scenario), expected, JSON.stringify(changes));
  }
  t.end();
});

t.test("baselines are heard from a minute after the load's start to the fault's end", (t) => {
  const run = record();
  const { faultAt, harmAt } = run.incident;
  const { loadStartedAt, loadEndedAt } = run;
  const from = loadStartedAt + 60;
  t.same(baselineRun(run), { service: "money", from, to: loadEndedAt, faultAt, harmAt });
  const healedAt = loadEndedAt - 5;
  t.equal(baselineRun({ ...run, incident: { ...run.incident, healedAt } }).to, healedAt);
  t.end();
});
