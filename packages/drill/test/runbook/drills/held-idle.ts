import type { Test } from "tap";
import { calmsDown, seesTrouble } from "../calm.ts";
import type { DrilledMoney } from "../drilled-money.ts";
import type { DrillStack } from "../drill-stack.ts";
import { route, some, value } from "../evidence.ts";
import { tryRunbook } from "../try-runbook.ts";
import { until } from "../until.ts";

/** An outside call inside of a transaction, and somebody who scales out: PlimsollPoolHeldByApplication, PlimsollScaleOutFutile. */
export async function drillHeldIdle(t: Test, stack: DrillStack): Promise<void> {
  const databaseUrl = await stack.createDatabase("held_idle");
  const env = { MONEY_POOL_MAX: "4", PLIMSOLL_SERVER_PROBE: "true" };
  const options = { service: "money-held-idle", databaseUrl, env };
  const money = await stack.startMoney(options);
  const stopFault = await money.breakIt({ outsideCallMs: 1500 });
  const load = money.transfers(5);
  t.teardown(() => load.stop());

  const held = tryRunbook(t, stack, money, "PlimsollPoolHeldByApplication");
  await held.diagnoses([
    value((growth) => growth > 1.5),
    value((share) => share < 0.6),
    value((seconds) => seconds > 0.3),
    route("/transfers"),
    (rows) => rows.some(({ state }) => state === "idle in transaction"),
  ]);
  const second = await stack.startMoney({ ...options, instance: "2" });
  const futile = tryRunbook(t, stack, money, "PlimsollScaleOutFutile");
  await futile.diagnoses([
    value((instances) => instances === 2),
    value((perSecond) => perSecond > 0 && perSecond < 4),
    value((share) => share < 0.6),
    some,
  ]);
  await seesTrouble(t, stack, money);
  await futile.mitigates([
    () => undoScaleOut(t, stack, second),
    "tried below",
    "a setting of the autoscaler",
  ]);
  await held.mitigates([
    async () => {
      await stopFault();
      await calmsDown(t, stack, money, "the outside call is off");
    },
    "a deploy",
    "a change of code",
  ]);
}

async function undoScaleOut(t: Test, stack: DrillStack, second: DrilledMoney): Promise<void> {
  await second.stop();
  const { isDone } = await until(
    90,
    () => stack.prometheus.now(`plimsoll:pool_instances:count{service="${second.service}"}`),
    ([series]) => series?.points[0]?.[1] === 1,
  );
  t.ok(isDone, "one instance again");
}
