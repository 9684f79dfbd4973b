import { writeFileSync } from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import {
  prometheusClient,
  type PrometheusClient,
  type Series,
} from "../../src/prometheus/prometheus-client.ts";
import { writePastHour } from "../../src/scenario/past-hour.ts";
import { freePorts } from "../../src/stack/free-ports.ts";
import { trackProcesses } from "../../src/stack/processes.ts";
import { restartablePrometheus, type RestartPrometheus } from "../../src/stack/prometheus.ts";
import { createRunFolder, type RunFolder } from "../../src/stack/run-folder.ts";
import { until } from "../../src/until.ts";

const ROUTE = String.raw`/a "b" \c`;
const RULES = `groups:
  - name: recorded
    interval: 1s
    rules:
      - record: plimsoll:test_level
        expr: vector(7)
        labels: { route: '${ROUTE}' }
`;

interface Recorded {
  readonly prometheus: PrometheusClient;
  readonly restartPrometheus: RestartPrometheus;
  readonly folder: RunFolder;
  readonly abort: AbortController;
}

/** A Prometheus that records 7. */
async function startRecorded(t: Test): Promise<Recorded> {
  const abort = new AbortController();
  const processes = trackProcesses(abort);
  t.teardown(() => processes.stopAll());
  const path = t.testdir();
  const file = join(path, "recorded.rules.yml");
  writeFileSync(file, RULES);
  const folder = createRunFolder(Date.now() / 1000, join(path, "runs"), [file]);
  const [port = 0] = await freePorts(1);
  const restartPrometheus = await restartablePrometheus(processes, folder, port, abort.signal);
  const prometheus = prometheusClient(`http://127.0.0.1:${port}`, abort.signal);
  return { prometheus, restartPrometheus, folder, abort };
}

t.test("after the restart a Prometheus knows an hour that was as its warm-up", async (t) => {
  const { prometheus, abort, ...stack } = await startRecorded(t);
  const usual = (): Promise<Series[]> =>
    prometheus.now("avg_over_time(plimsoll:test_level[30m] offset 10m)");
  const recorded = (at: number): Promise<Series[]> =>
    prometheus.range("count_over_time(plimsoll:test_level[10s])", at, at, 1);
  const startedAt = Date.now() / 1000;
  const isRecorded = async (): Promise<boolean> => (await recorded(Date.now() / 1000)).length > 0;
  t.ok(await until(30, isRecorded));
  t.same(await usual(), []);
  const warmAt = Date.now() / 1000;
  t.equal((await recorded(warmAt)).length, 1);

  const past = await writePastHour(stack, prometheus, startedAt);
  t.ok(past.to <= startedAt - 15 && past.from === past.to - 3600);
  t.match(await usual(), [{ labels: { route: ROUTE }, points: [[Number, 7]] }]);
  const count = await prometheus.now("count_over_time(plimsoll:test_level[30m] offset 10m)");
  t.ok((count[0]?.points[0]?.[1] ?? 0) >= 119, "a sample every 15 s");
  t.equal((await recorded(warmAt)).length, 1, "what it had recorded itself is still there");
  t.ok(await until(30, isRecorded), "it goes on recording");
  t.notOk(abort.signal.aborted, "the restart is no death of a process");
});

t.test(
  "a warm-up in which nothing was recorded is an error, and nothing is restarted",
  async (t) => {
    const stack = {
      folder: createRunFolder(Date.now() / 1000, t.testdir()),
      restartPrometheus: () => Promise.reject(new Error("restarted")),
    };
    const empty = { now: async () => [] } as Partial<PrometheusClient> as PrometheusClient;
    await t.rejects(writePastHour(stack, empty, Date.now() / 1000), {
      code: "PLIMSOLL_RUN_FAILED",
      message: "Prometheus: the rules recorded nothing in the warm-up.",
    });
  },
);
