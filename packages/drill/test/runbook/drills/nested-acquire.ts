import type { Test } from "tap";
import { calmsDown, seesTrouble, troubles } from "../calm.ts";
import type { DrillStack } from "../drill-stack.ts";
import { ran, route, some, value } from "../evidence.ts";
import type { Row } from "../run-step.ts";
import { type Evidence, tryRunbook } from "../try-runbook.ts";

/** Holders that wait for their own pool: PlimsollPoolNestedAcquire, with an acquire timeout and without. */
export async function drillNestedAcquire(t: Test, stack: DrillStack): Promise<void> {
  const databaseUrl = await stack.createDatabase("nested_acquire");
  const env = { MONEY_POOL_MAX: "4" };
  const money = await stack.startMoney({ service: "money-nested", databaseUrl, env });
  const patient = await stack.startMoney({
    service: "money-nested-patient",
    databaseUrl: await stack.createDatabase("nested_patient"),
    env: { ...env, MONEY_ACQUIRE_TIMEOUT_MS: "0" },
  });
  // The call within lets others come as far before it asks again.
  const fault = { nestedAcquire: 1, outsideCallMs: 300 };
  const stops = await Promise.all([money, patient].map((each) => each.breakIt(fault)));
  const loads = [money.transfers(20), patient.transfers(20)];
  t.teardown(() => Promise.all(loads.map((load) => load.stop())));

  const nested = tryRunbook(t, stack, money, "PlimsollPoolNestedAcquire");
  const amplified = tryRunbook(t, stack, money, "PlimsollQueryAmplification");
  await Promise.all([
    nested.diagnoses([
      value((perSecond) => perSecond > 0),
      route("/transfers"),
      value((seconds) => seconds > 1),
      hasNestedWaiters,
      (rows) => rows.some((row) => row["state"] === "idle in transaction"),
    ]),
    // Acquires for each request need five minutes of requests, and their growth half an hour.
    amplified.diagnoses([ran, ran, some, ran]),
  ]);
  await amplified.mitigates(["Money has no cache", "a deploy"]);
  await Promise.all([seesTrouble(t, stack, money), seesTrouble(t, stack, patient)]);
  await nested.mitigates([
    async () => {
      await Promise.all(stops.map((stop) => stop()));
      await calmsDown(t, stack, money, "the route is off; waiters gave up");
    },
    async () => {
      t.ok((await troubles(stack, patient)) > 0, "without an acquire timeout it stays blocked");
      await patient.restart();
      await calmsDown(t, stack, patient, "a restart");
    },
    "a change of code",
  ]);
}

const hasNestedWaiters: Evidence = ([answer]) =>
  JSON.parse(answer?.["output"]).pools[0].waiters.some((waiter: Row) => waiter["nested"] > 0);
