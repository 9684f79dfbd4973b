import { readBaselines } from "../baseline/read-baselines.ts";
import { type PrometheusClient, prometheusClient } from "../prometheus/prometheus-client.ts";
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
    await runScenario(
      { ...scenario, plan: { customers: CUSTOMERS, ...scenario.plan, hasBaselines: true } },
      {
        abort,
        listener: {
          onStatus: (status) => listener.onStatus(planned, status),
          onPhase: (phase, at) => listener.onPhase(planned, phase, at),
        },
        onReady: (stack) => {
          started();
          if (isRecorded(scenario)) recorder = recordRun(stack, file, abort.signal);
        },
        onRecord: async (record, { urls }) => {
          const prometheus = prometheusClient(urls.prometheus, abort.signal);
          const recorded = recorder ? await endRecording(recorder, file, record, prometheus) : null;
          result = drillRecord(record, run, await baselinesOf(record, prometheus), recorded);
        },
      },
    );
    if (result === undefined) throw new Error(`${scenario.name}: the run ended without a record`);
    return result;
  };
}

/** A page's lead over the harm is what other scrape phases could change; one instance is what the recorder follows. */
function isRecorded({ onset, plan }: Scenario): boolean {
  return onset === "gradual" && plan.instances === undefined && plan.standby === undefined;
}

function baselinesOf(
  { incident, loadStartedAt, loadEndedAt }: RunRecord,
  prometheus: PrometheusClient,
): ReturnType<typeof readBaselines> {
  const { faultAt, harmAt, healedAt } = incident;
  return readBaselines(prometheus, {
    service: "money",
    from: loadStartedAt + DEAF_SECONDS,
    to: healedAt ?? loadEndedAt,
    faultAt,
    harmAt,
  });
}
