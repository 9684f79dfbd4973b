import {
  RESOURCE_ATTRIBUTE,
  POOL_METRICS,
  prometheusLabel,
  prometheusName,
} from "@plimsoll/catalog";
import type { Test } from "tap";
import type { DrilledMoney } from "./drilled-money.ts";
import type { DrillStack } from "./drill-stack.ts";
import { until } from "./until.ts";

const CALM_SECONDS = 60;

const pending = prometheusName(POOL_METRICS.pendingRequests);
const suspects = prometheusName(POOL_METRICS.leakSuspects);
const SERVICE = prometheusLabel(RESOURCE_ATTRIBUTE.serviceName);

/** Requests that wait and connections that are lost, by the newest scrape of each instance. */
export async function troubles(stack: DrillStack, money: DrilledMoney): Promise<number> {
  const mine = `{${SERVICE}="${money.service}"}`;
  const series = await stack.prometheus.now(
    `sum(${pending}${mine}) + (sum(${suspects}${mine}) or vector(0))`,
  );
  const [first] = series;
  if (first === undefined) throw new Error(`${money.service}: no scrape`);
  return first.points[0]?.[1] ?? Number.NaN;
}

/** Waits until requests wait or connections are lost: so that the end of the trouble can be seen. */
export async function seesTrouble(t: Test, stack: DrillStack, money: DrilledMoney): Promise<void> {
  const { isDone } = await until(
    CALM_SECONDS,
    () => troubles(stack, money),
    (count) => count > 0,
  );
  t.ok(isDone, `${money.service} is in trouble`);
}

/** Waits until nobody waits, nothing is lost, and a request that needs a connection is answered. */
export async function calmsDown(
  t: Test,
  stack: DrillStack,
  money: DrilledMoney,
  after: string,
): Promise<void> {
  const { isDone, answer } = await until(
    CALM_SECONDS,
    async () => ({ troubles: await troubles(stack, money), status: await readStatus(money) }),
    ({ troubles: left, status }) => left === 0 && status === 200,
  );
  t.ok(isDone, `${money.service} is calm after: ${after}`, { answer });
}

async function readStatus(money: DrilledMoney): Promise<number> {
  const response = await fetch(`${money.url}/accounts/1`, { signal: AbortSignal.timeout(3000) });
  await response.arrayBuffer();
  return response.status;
}
