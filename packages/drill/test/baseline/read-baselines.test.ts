import t from "tap";
import { type BaselineRun, readBaselines } from "../../src/baseline/read-baselines.ts";
import type { PrometheusClient, Series } from "../../src/prometheus/prometheus-client.ts";

const FAULT_AT = 1000;
const RUN: BaselineRun = {
  service: "money",
  from: 940,
  to: 1200,
  faultAt: FAULT_AT,
  harmAt: 1100,
};

/** What Prometheus answers for an alert in `state` at each of its evaluations in `times`; a step sees the one before it. */
function active(
  baseline: string,
  alertname: string,
  state: "pending" | "firing",
  times: readonly number[],
  labels: Readonly<Record<string, string>> = {},
): Series {
  return {
    labels: { alertname, alertstate: state, baseline, severity: "baseline", ...labels },
    points: times.map((at) => [at + 3, at] as const),
  };
}

/** Each 5 s, both ends included. */
function every5(from: number, to: number): number[] {
  return Array.from({ length: (to - from) / 5 + 1 }, (_, index) => from + index * 5);
}

/** A Prometheus that has these series, whatever it is asked. */
function holding(...series: readonly Series[]): PrometheusClient & { asked: unknown[] } {
  const asked: unknown[] = [];
  return {
    asked,
    now: async () => [],
    range: async (...question) => {
      asked.push(question);
      return [...series];
    },
    version: async () => "",
  };
}

t.test("the first alarm that the fault made is told with its lead", async (t) => {
  const prometheus = holding(
    active("post-mortem", "Slow", "pending", every5(1060, 1115)),
    active("post-mortem", "Slow", "firing", every5(1120, 1200)),
    active("post-mortem", "Errors", "pending", every5(1030, 1085)),
    active("post-mortem", "Errors", "firing", every5(1090.5, 1200.5)),
  );
  const outcomes = await readBaselines(prometheus, RUN);
  t.same(outcomes, [
    {
      baseline: "post-mortem",
      first: { alert: "Errors", at: 1090.5 },
      leadSeconds: 9.5,
      falseAlarms: [],
    },
    { baseline: "postgres-exporter", first: null, leadSeconds: null, falseAlarms: [] },
    { baseline: "upstream-metrics", first: null, leadSeconds: null, falseAlarms: [] },
  ]);
  t.same(prometheus.asked, [
    ['timestamp(ALERTS{baseline=~".+",service_name=~"|money"})', 940, 1200, 5],
  ]);
});

t.test(
  "what was true before the fault is a false alarm, also when it fires only after it",
  async (t) => {
    const [, database] = await readBaselines(
      holding(
        active("postgres-exporter", "FewConnections", "pending", every5(930, 1045)),
        active("postgres-exporter", "FewConnections", "firing", every5(1050, 1200)),
        active("postgres-exporter", "Locks", "firing", every5(1150, 1200)),
      ),
      RUN,
    );
    t.same(database, {
      baseline: "postgres-exporter",
      first: { alert: "Locks", at: 1150 },
      leadSeconds: -50,
      falseAlarms: [{ alert: "FewConnections", at: 1050 }],
    });
  },
);

t.test("a condition that did not last is no alarm", async (t) => {
  const series = active("upstream-metrics", "Pending", "pending", every5(1010, 1060));
  const outcome = (await readBaselines(holding(series), RUN))[2];
  t.match(outcome, { first: null, falseAlarms: [] });
});

t.test("an alarm that ended before the fault and came back after it counts as both", async (t) => {
  const series = active("upstream-metrics", "Pending", "firing", [
    ...every5(950, 960),
    ...every5(1050, 1200),
  ]);
  const outcome = (await readBaselines(holding(series), RUN))[2];
  t.match(outcome, {
    first: { alert: "Pending", at: 1050 },
    falseAlarms: [{ alert: "Pending", at: 950 }],
  });
});

t.test("one missed evaluation makes no new alarm of an old one", async (t) => {
  const times = every5(950, 1200).filter((at) => at !== 1005);
  const series = active("upstream-metrics", "Pending", "firing", times);
  const outcome = (await readBaselines(holding(series), RUN))[2];
  t.match(outcome, { first: null, falseAlarms: [{ alert: "Pending", at: 950 }] });
});

t.test("what ended before the baselines are heard is not counted", async (t) => {
  // A range query looks back: its first steps still see the evaluation at 938.
  const series = active("postgres-exporter", "Restarted", "firing", every5(900, 935));
  const outcome = (await readBaselines(holding(series), RUN))[1];
  t.match(outcome, { first: null, falseAlarms: [] });
});

t.test("ten tables make one alarm", async (t) => {
  const tables = ["accounts", "entries"].map((relname, index) =>
    active("postgres-exporter", "DeadTuples", "firing", every5(950 - index * 5, 1200), { relname }),
  );
  const outcome = (await readBaselines(holding(...tables), RUN))[1];
  t.same(outcome?.falseAlarms, [{ alert: "DeadTuples", at: 945 }]);
});

t.test(
  "in a control every alarm is false, and where nobody was harmed there is no lead",
  async (t) => {
    const series = active("post-mortem", "Slow", "firing", every5(1120, 1200));
    const control = await readBaselines(holding(series), { ...RUN, faultAt: null, harmAt: null });
    t.match(control[0], {
      first: null,
      leadSeconds: null,
      falseAlarms: [{ alert: "Slow", at: 1120 }],
    });
    const harmless = await readBaselines(holding(series), { ...RUN, harmAt: null });
    t.match(harmless[0], {
      first: { alert: "Slow", at: 1120 },
      leadSeconds: null,
      falseAlarms: [],
    });
  },
);

t.test(
  "a service whose name has signs of a regular expression is asked for by its name",
  async (t) => {
    const prometheus = holding();
    await readBaselines(prometheus, { ...RUN, service: "money.v2+eu", evaluationSeconds: 1 });
    t.same(prometheus.asked, [
      [
        String.raw`timestamp(ALERTS{baseline=~".+",service_name=~"|money\\.v2\\+eu"})`,
        940,
        1200,
        1,
      ],
    ]);
  },
);
