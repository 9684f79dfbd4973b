import { PAGE_GROUP_WAIT_SECONDS } from "@plimsoll/alert-rule-builder";
import type { PrometheusClient } from "../prometheus/prometheus-client.ts";
import { replayedLead } from "../replay/lead.ts";
import {
  agreements,
  type LiveFiring,
  type LivePhase,
  readLiveFirings,
  readLivePhase,
} from "../replay/live-firings.ts";
import { type Recorder, startRecorder } from "../replay/recorder.ts";
import { type ReplayedFiring, replayRecordings } from "../replay/replay.ts";
import type { RunRecord } from "../scenario/run-record.ts";
import type { Stack } from "../stack/stack.ts";
import type { DrillRecord } from "./drill-run.ts";

/** What a replay of a run needs beside its record. */
export interface RecordedRun {
  /** The recording: every second of the first instance's metrics. */
  readonly file: string;
  readonly past: RunRecord["past"];
  readonly live: readonly LiveFiring[];
  readonly phase: LivePhase;
}

/** What the production rules make of the same metrics when the scrapes fall on other seconds. Tier 2: nothing is compressed. */
export interface RunReplay {
  readonly tier: "1 s recording replayed";
  /** Seconds from the page to the harm for each scrape phase, Alertmanager's `group_wait` taken off; null where no alert fired. */
  readonly leads: readonly (number | null)[];
  readonly medianSeconds: number | null;
  readonly worstSeconds: number | null;
  /** Of the page alerts that fired live, those that fired within one evaluation in the replay of the same phase. */
  readonly agreeing: { readonly count: number; readonly of: number };
}

/** Records the first instance of a stack. */
export function recordRun({ fleet }: Stack, file: string, signal: AbortSignal): Recorder {
  const [instance] = fleet.instances();
  const targets = instance ? [{ url: instance.metricsUrl, labels: { job: "money" } }] : [];
  return startRecorder({ targets }, file, signal);
}

/** Ends a recording and notes what the live Prometheus made of the run. */
export async function endRecording(
  recorder: Recorder,
  file: string,
  { past, loadStartedAt }: RunRecord,
  prometheus: PrometheusClient,
): Promise<RecordedRun> {
  await recorder.stop();
  const seconds = Date.now() / 1000 - loadStartedAt;
  return {
    file,
    past,
    live: await readLiveFirings(prometheus, seconds),
    phase: await readLivePhase(prometheus, "money"),
  };
}

/** Recordings in one promtool test: faster than one by one, and eleven of them hold too many samples for one query. */
const AT_ONCE = 3;

/** Replays every recorded run in which users were harmed and that was not replayed yet; the others are as they were. */
export async function replayRuns(
  records: readonly DrillRecord[],
  signal: AbortSignal,
): Promise<DrillRecord[]> {
  const replayable = records.flatMap((record) => {
    const { recorded, drill } = record;
    return recorded && drill.replay === null && drill.harmAt !== null && drill.faultAt !== null
      ? [{ record, recorded, faultAt: drill.faultAt, harmAt: drill.harmAt }]
      : [];
  });
  const inputs = replayable.map(({ recorded, faultAt }) => ({
    file: recorded.file,
    faultAt,
    ...(recorded.past && { past: { series: recorded.past.series } }),
    evaluationPhaseSeconds: recorded.phase.evaluationPhaseSeconds,
  }));
  const firings: (readonly ReplayedFiring[])[] = [];
  for (let done = 0; done < inputs.length; done += AT_ONCE) {
    firings.push(...(await replayRecordings(inputs.slice(done, done + AT_ONCE), { signal })));
  }
  const replays = new Map(
    replayable.map(({ record, recorded, faultAt, harmAt }, index) => [
      record,
      replayOf(firings[index] ?? [], recorded, faultAt, harmAt),
    ]),
  );
  return records.map((record) => ({
    ...record,
    drill: { ...record.drill, replay: replays.get(record) ?? record.drill.replay },
  }));
}

/** What a replay's firings say of the lead and of the live run. */
export function replayOf(
  firings: readonly ReplayedFiring[],
  { live, phase }: RecordedRun,
  faultAt: number,
  harmAt: number,
): RunReplay {
  const { leads, medianSeconds, worstSeconds } = replayedLead(firings, { harmAt, faultAt });
  const compared = agreements(live, firings, phase.phaseSeconds);
  return {
    tier: "1 s recording replayed",
    leads: leads.map(ofPage),
    medianSeconds: ofPage(medianSeconds),
    worstSeconds: ofPage(worstSeconds),
    agreeing: { count: compared.filter(({ agrees }) => agrees).length, of: compared.length },
  };
}

/** From a lead of the firing to one of the page, which Alertmanager holds back for a while. */
function ofPage(seconds: number | null): number | null {
  return seconds === null ? null : seconds - PAGE_GROUP_WAIT_SECONDS;
}
