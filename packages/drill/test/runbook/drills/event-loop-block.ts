import type { Test } from "tap";
import type { DrillStack } from "../drill-stack.ts";
import { calmsDown } from "../calm.ts";
import { route, value } from "../evidence.ts";
import { tryRunbook } from "../try-runbook.ts";

/** Of 0.3 s each: the loop has a tenth of the time left. */
const TRANSFERS_PER_SECOND = 3;

/** A route that computes: PlimsollEventLoopBlocked. */
export async function drillEventLoopBlock(t: Test, stack: DrillStack): Promise<void> {
  const databaseUrl = await stack.createDatabase("event_loop");
  const money = await stack.startMoney({ service: "money-loop", databaseUrl });
  const stopFault = await money.breakIt({ blockLoopMs: 300 });
  const loads = [money.transfers(TRANSFERS_PER_SECOND), money.reads(2)];
  t.teardown(() => Promise.all(loads.map((load) => load.stop())));

  const blocked = tryRunbook(t, stack, money, "PlimsollEventLoopBlocked");
  await blocked.diagnoses([
    value((share) => share > 0.1),
    route("/transfers"),
    ([answer]) => Number(answer?.["output"]) > 0.3,
  ]);
  await blocked.mitigates([
    async () => {
      await stopFault();
      await calmsDown(t, stack, money, "the route is off");
    },
    "a load balancer, which the drill has not",
    "a change of code",
  ]);
}
