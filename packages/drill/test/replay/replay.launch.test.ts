import { statSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { agreements, readLiveFirings, readLivePhase } from "../../src/replay/live-firings.ts";
import { replayedLead } from "../../src/replay/lead.ts";
import { startRecorder } from "../../src/replay/recorder.ts";
import { PHASES, type ReplayProgress, replayRecording } from "../../src/replay/replay.ts";
import { startDrillStack } from "../runbook/drill-stack.ts";
import { until } from "../runbook/until.ts";

const SERVICE = "money-replay";
const USUAL = { holdSeconds: 0.02, requestsPerSecond: 2 };

t.test("a replayed leak pages when it paged the live Prometheus, in every phase", async (t) => {
  const folder = t.testdir();
  const stack = await startDrillStack(folder, new Map([[SERVICE, USUAL]]));
  t.teardown(() => stack.stop());
  const { prometheus, signal } = stack;
  const databaseUrl = await stack.createDatabase("replay");
  const money = await stack.startMoney({ service: SERVICE, databaseUrl });
  const [instance] = await scraped(() => prometheus.now(`up{job="${SERVICE}"} == 1`));
  t.ok(instance, "Prometheus scrapes Money");
  const past = { series: await usualSeries(), seconds: 3600 };

  const file = join(folder, "recording.jsonl");
  const url = `http://${instance?.labels["instance"]}/metrics`;
  const recorder = startRecorder({ targets: [{ url, labels: { job: SERVICE } }] }, file, signal);
  t.teardown(() => recorder.stop());
  const load = money.transfers(3);
  t.teardown(() => load.stop());
  await until(30, () => prometheus.now(`plimsoll:pool_pressure:bool{service="${SERVICE}"}`), some);
  const faultAt = Date.now() / 1000;
  // A connection each 3 s: two are suspects after 36 s, and only then is the pool dry for long enough to be called stalled.
  await money.breakIt({ leakEvery: 9 });
  const { isDone } = await until(100, () => readLiveFirings(prometheus, 60), some);
  t.ok(isDone, "the leak pages");
  const live = await readLiveFirings(prometheus, 60);
  const phase = await readLivePhase(prometheus, SERVICE);
  const harmAt = Date.now() / 1000;
  await until(
    10,
    async () => Date.now() / 1000 - harmAt,
    (seconds) => seconds > 6,
  );
  await recorder.stop();
  t.comment(`${statSync(file).size} bytes in ${Math.round(Date.now() / 1000 - faultAt)} s`);

  const told: ReplayProgress[] = [];
  const { evaluationPhaseSeconds } = phase;
  const firings = await replayRecording(
    { file, faultAt, past, evaluationPhaseSeconds },
    { onProgress: (progress) => told.push(progress) },
  );
  t.comment({ live, phase, firings, faultAt, told });
  const [agreement] = agreements(live, firings, phase.phaseSeconds);
  t.match(agreement, { alert: "PlimsollPoolLeak", cause: "leak", agrees: true });
  const leaks = firings.filter(({ alert }) => alert === "PlimsollPoolLeak");
  t.same(
    leaks.map(({ phaseSeconds }) => phaseSeconds).toSorted((a, b) => a - b),
    PHASES,
  );
  t.ok(leaks.every(({ firesAt }) => Math.abs(firesAt - (live[0]?.firesAt ?? 0)) <= 11));
  t.match(replayedLead(firings, { harmAt: harmAt + 15, faultAt }), {
    aheadRatio: 1,
    falsePages: 0,
  });
  t.same(
    told.map(({ stage }) => stage),
    ["read", "judge", "done"],
  );

  function usualSeries() {
    return prometheus.now(
      `{__name__=~"plimsoll:pool_(hold:mean1m|requests_started:rate1m)",service="${SERVICE}"} offset 3m`,
    );
  }
});

function some(series: readonly unknown[]): boolean {
  return series.length > 0;
}

async function scraped<T>(ask: () => Promise<readonly T[]>): Promise<readonly T[]> {
  const { answer } = await until(30, ask, some);
  return answer as readonly T[];
}
