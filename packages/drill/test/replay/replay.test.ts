import { writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import type { Series } from "../../src/prometheus/prometheus-client.ts";
import { recordedPool } from "./recorded-pool.ts";
import { PHASES, type ReplayedFiring, replayRecordings } from "../../src/replay/replay.ts";

const FROM = 1_700_000_003;
const FAULT_AT = FROM + 100;
const SECONDS = 260;

/** A quarter of what the surge brings; each is held as long as ever. */
const PAST = { series: usual(2, 0.02), seconds: 1600 };

t.test("recordings side by side are judged each by its own phase, past and end", async (t) => {
  const folder = t.testdir();
  const write = (name: string, lines: readonly object[]): string => {
    const file = join(folder, name);
    writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    return file;
  };
  const surge = write("surge", recordedPool({ from: FROM, seconds: SECONDS, surgeAt: FAULT_AT }));
  const calm = recordedPool({ from: FROM, seconds: SECONDS, missing: (at) => at % 60 < 5 });
  const short = recordedPool({ from: FROM, seconds: 60 });
  const [named = [], unnamed = [], missed = [], ended = []] = await replayRecordings([
    { file: surge, faultAt: FAULT_AT, past: PAST, evaluationPhaseSeconds: 2 },
    { file: surge, faultAt: FAULT_AT },
    { file: write("calm", calm), faultAt: null, past: PAST },
    { file: write("short", short), faultAt: null },
  ]);

  t.same(alertsOf(named), ["PlimsollPoolTrafficSurge/demand"], "its past tells that demand grew");
  t.same(alertsOf(unnamed), ["PlimsollPoolPressure/unknown"], "without a past nothing grew");
  for (const firings of [named, unnamed]) {
    t.same(phasesOf(firings), PHASES);
    // The oldest waiter is too old at once; that must hold for 30 s, seen through a scrape and an evaluation.
    for (const { firesAt } of firings)
      t.ok(firesAt - FAULT_AT >= 30 && firesAt - FAULT_AT <= 45, `${firesAt - FAULT_AT} s`);
  }
  t.ok(
    named.every(({ firesAt }) => firesAt % 5 === 2),
    "evaluations are where they were asked for",
  );
  t.ok(unnamed.every(({ firesAt }) => firesAt % 5 === 0));
  t.same(missed, [], "five seconds without an answer page nobody");
  t.same(ended, [], "what is after the end of a recording is not judged");
});

t.test("a target that stops answering pages by the interval of its own group", async (t) => {
  const file = join(t.testdir(), "silent");
  const lines = recordedPool({ from: FROM, seconds: 300, missing: (at) => at >= FAULT_AT });
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  const [firings = []] = await replayRecordings([{ file, faultAt: FAULT_AT }]);
  t.same(alertsOf(firings), ["PlimsollTelemetryMissing/telemetry"]);
  t.same(phasesOf(firings), PHASES);
  for (const { firesAt } of firings) {
    // No sample for two minutes, the last up to 5 s before the fault; then up to 5 s, and the 10 s of its slower group.
    const after = firesAt - FAULT_AT;
    t.ok(after >= 125 && after <= 140, `${after} s`);
  }
});

t.test("an abort ends promtool, and a missing file is an error", async (t) => {
  const file = join(t.testdir(), "calm");
  const lines = recordedPool({ from: FROM, seconds: 60 });
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  const reason = new Error("enough");
  const abort = new AbortController();
  const aborted = replayRecordings([{ file, faultAt: null, past: PAST }], {
    signal: abort.signal,
    onProgress: ({ stage }) =>
      void (stage === "judge" && setTimeout(() => abort.abort(reason), 100)),
  });
  await t.rejects(aborted, reason);
  await t.rejects(replayRecordings([{ file: `${file}.no`, faultAt: null }]), { code: "ENOENT" });
});

function alertsOf(firings: readonly ReplayedFiring[]): string[] {
  return [...new Set(firings.map(({ alert, cause }) => `${alert}/${cause}`))];
}

function phasesOf(firings: readonly ReplayedFiring[]): number[] {
  return firings.map(({ phaseSeconds }) => phaseSeconds).toSorted((a, b) => a - b);
}

function usual(perSecond: number, holdSeconds: number): Series[] {
  const labels = { service: "money", environment: "drill", pool: "money" };
  return [
    ["plimsoll:pool_requests_started:rate1m", perSecond] as const,
    ["plimsoll:pool_hold:mean1m", holdSeconds] as const,
  ].map(([__name__, level]) => ({ labels: { __name__, ...labels }, points: [[0, level]] }));
}
