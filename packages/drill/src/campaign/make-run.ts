import { type BaselineRun, readBaselines } from "../baseline/read-baselines.ts";
import { prometheusClient } from "../prometheus/prometheus-client.ts";
import type { RunRecord } from "../scenario/run-record.ts";
import type { Recorder } from "../replay/recorder.ts";
import { runScenario } from "../scenario/run-scenario.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { CampaignListener, MakeRun } from "./campaign.ts";
import { type DrillRecord, drillRecord } from "./drill-run.ts";
import { endRecording, recordRun } from "./recorded-run.ts";
import type { ResultStore } from "./result-store.ts";

/** Since when the baselines are heard: before, the start of the database is their first alarm. */
const DEAF_SECONDS = 60;

/** Fewer than in the demo: seeding takes the whole machine, and other runs are on it. */
const CUSTOMERS = 2000;

/** Makes a run on a stack of its own, and asks the baselines about it before the stack is gone. */
export function runMaker(listener: CampaignListener, store: ResultStore): MakeRun {
  return async (planned, abort, started) => {
    const { scenario, run } = planned;
    let result: DrillRecord | undefined;
    let recorder: Recorder | undefined;
    const file = store.recordingOf(planned);
    const recording = new AbortController();
    const isOver = AbortSignal.any([abort.signal, recording.signal]);
    try {
      await runScenario(drilled(scenario), {
        abort,
        listener: {
          onStatus: (status) => listener.onStatus(planned, status),
          onPhase: (phase, at) => listener.onPhase(planned, phase, at),
        },
        onReady: (stack) => {
          started();
          if (isRecorded(scenario)) recorder = recordRun(stack, file, isOver);
        },
        onRecord: async (record, { urls }) => {
          const prometheus = prometheusClient(urls.prometheus, abort.signal);
          const recorded = recorder ? await endRecording(recorder, file, record, prometheus) : null;
          const baselines = await readBaselines(prometheus, baselineRun(record));
          result = drillRecord(record, run, baselines, recorded);
        },
      });
    } finally {
      // Of a run that failed: its second try writes the same file.
      recording.abort();
    }
    if (result === undefined) throw new Error(`${scenario.name}: the run ended without a record`);
    return result;
  };
}

/** A scenario as a campaign runs it. */
export function drilled(scenario: Scenario): Scenario {
  return {
    ...scenario,
    plan: { customers: CUSTOMERS, ...scenario.plan, hasBaselines: true, hasFastPath: true },
  };
}

/** A page's lead over the harm is what other scrape phases could change; one instance is what the recorder follows. */
export function isRecorded({ onset, plan }: Scenario): boolean {
  const { instances = 1, standby } = plan;
  return onset === "gradual" && instances === 1 && standby === undefined;
}

/** What the baselines are judged on: from a minute after the load's start to the fault's end. */
export function baselineRun({
  incident,
  loadStartedAt,
  loadEndedAt,
}: Pick<RunRecord, "incident" | "loadStartedAt" | "loadEndedAt">): BaselineRun {
  const { faultAt, harmAt, healedAt } = incident;
  return {
    service: "money",
    from: loadStartedAt + DEAF_SECONDS,
    to: healedAt ?? loadEndedAt,
    faultAt,
    harmAt,
  };
}
