import { readBaselines } from "../baseline/read-baselines.ts";
import { prometheusClient } from "../prometheus/prometheus-client.ts";
import type { RunRecord } from "../scenario/run-record.ts";
import { runScenario } from "../scenario/run-scenario.ts";
import type { Stack } from "../stack/stack.ts";
import type { CampaignListener, MakeRun } from "./campaign.ts";
import { type DrillRecord, drillRecord } from "./drill-run.ts";

/** Since when the baselines are heard: before, the start of the database is their first alarm. */
const DEAF_SECONDS = 60;

/** Fewer than in the demo: seeding takes the whole machine, and other runs are on it. */
const CUSTOMERS = 2000;

/** Makes a run on a stack of its own, and asks the baselines about it before the stack is gone. */
export function runMaker(listener: CampaignListener, runsFolder?: string): MakeRun {
  return async (planned, abort, started) => {
    const { scenario, run } = planned;
    let result: DrillRecord | undefined;
    await runScenario(
      { ...scenario, plan: { customers: CUSTOMERS, ...scenario.plan, hasBaselines: true } },
      {
        abort,
        ...(runsFolder !== undefined && { runsFolder }),
        listener: {
          onStatus: (status) => listener.onStatus(planned, status),
          onPhase: (phase, at) => listener.onPhase(planned, phase, at),
        },
        onReady: started,
        onRecord: async (record, stack) => {
          result = drillRecord(record, run, await baselinesOf(record, stack, abort.signal));
        },
      },
    );
    if (result === undefined) throw new Error(`${scenario.name}: the run ended without a record`);
    return result;
  };
}

function baselinesOf(
  { incident, loadStartedAt, loadEndedAt }: RunRecord,
  { urls }: Stack,
  signal: AbortSignal,
): ReturnType<typeof readBaselines> {
  const { faultAt, harmAt, healedAt } = incident;
  return readBaselines(prometheusClient(urls.prometheus, signal), {
    service: "money",
    from: loadStartedAt + DEAF_SECONDS,
    to: healedAt ?? loadEndedAt,
    faultAt,
    harmAt,
  });
}
