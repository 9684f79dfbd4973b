import type { Test } from "tap";
import { switchFault } from "../../../src/stack/switch-fault.ts";
import { calmsDown, seesTrouble } from "../calm.ts";
import type { DrillStack } from "../drill-stack.ts";
import { route, some, value } from "../evidence.ts";
import { tryRunbook } from "../try-runbook.ts";

/** Of every transfer, so that one connection serves some 15 of them a second. */
const OUTSIDE_CALL_MS = 50;
const RATE = 30;

const isSurge = value((growth) => growth > 1.3);
const isAsLong = value((growth) => growth < 1.5);
const isFull = value((used) => used > 0.9);

/** More demand than the pool can serve: PlimsollPoolTrafficSurge, its forecast, and the tickets of a small pool. */
export async function drillSurge(t: Test, stack: DrillStack): Promise<void> {
  const databaseUrl = await stack.createDatabase("surge");
  const env = { MONEY_POOL_MAX: "1" };
  const money = await stack.startMoney({ service: "money-surge", databaseUrl, env });
  const beBusy = (): Promise<void> =>
    switchFault(money.url, { outsideCallMs: OUTSIDE_CALL_MS }, stack.signal);
  await beBusy();
  const load = money.transfers(RATE);
  t.teardown(() => load.stop());

  const surge = tryRunbook(t, stack, money, "PlimsollPoolTrafficSurge");
  const forecast = tryRunbook(t, stack, money, "PlimsollPoolExhaustionPredicted");
  const small = tryRunbook(t, stack, money, "PlimsollPoolTooSmall");
  const waits = tryRunbook(t, stack, money, "PlimsollPoolWaitBudgetBurnSlow");
  const isAbove0 = value((floor) => floor > 0);
  await Promise.all([
    surge.diagnoses([isSurge, isAsLong, isFull, route("/transfers")]),
    forecast.diagnoses([isFull, isAbove0, isSurge, isAsLong, some, route("/transfers")]),
    small.diagnoses([isFull, value((safe) => safe < 0.9), isAsLong, some]),
    waits.diagnoses([value((waiting) => waiting > 1), some, isFull, some, isAsLong]),
  ]);
  await seesTrouble(t, stack, money);
  await surge.mitigates([
    async () => {
      load.setRate(2);
      await calmsDown(t, stack, money, "the traffic was limited");
    },
    "Money has no cache",
    async () => {
      load.setRate(RATE);
      await seesTrouble(t, stack, money);
      await money.restart({ MONEY_POOL_MAX: "8" });
      await beBusy();
      await calmsDown(t, stack, money, "the limit was raised, under the same load");
    },
  ]);
  await forecast.mitigates(["it is tried there", "tried with PlimsollPoolTrafficSurge"]);
  await small.mitigates(["a change of code", "tried with PlimsollPoolTrafficSurge"]);
  await waits.mitigates(["a change of code", "tried with PlimsollPoolTrafficSurge", "a timetable"]);
}
