import { binary, call, chain, type Expression, offset, over } from "../promql.ts";
import { recorded } from "../recorded.ts";
import type { Thresholds } from "../thresholds.ts";
import type { AlertDefinition } from "./alert.ts";
import { GROWTH, LOAD, ownValue, THE_POOL, valueOf } from "./annotation-text.ts";

/** No outage, but the pool is no longer free of charge: a burn rate of 3 over six hours and over 30 minutes. */
export const poolWaitBudgetBurnSlow: AlertDefinition = {
  name: "PlimsollPoolWaitBudgetBurnSlow",
  severity: "ticket",
  role: "cause",
  cause: "wait_budget",
  summary: "For hours, too many requests have waited for a connection",
  expression: condition,
  lead: {
    persistsSeconds: () => 3600,
    example: "traffic grows by a few percent a week: waits show weeks before the first timeout",
    harmAfterSeconds: 1209600,
  },
  description: `${THE_POOL} made ${ownValue("humanizePercentage")} of its acquires wait for over 50 ms in the last six hours.`,
  evidence: `${LOAD} ${GROWTH} Safe mean use for this limit: ${valueOf("safeUse", "humanizePercentage")}.`,
  doFirst: `Look at the busiest hour on the dashboard: are holds long, or is the limit small for the demand? The load line on the dashboard is the use to stay below.`,
  doNot:
    "Do not raise the limit without the connection budget: instances \u00d7 limit must fit the server.",
};

function condition(thresholds: Thresholds): Expression {
  return chain(
    "and",
    burn(21_600, thresholds),
    burn(1800, thresholds),
    offset(recorded("slowWaits"), 3600),
  );
}

/** Source of windows and factor: Google SRE Workbook, chapter 5, table 5-6, moved to what is worth a ticket. */
function burn(seconds: number, thresholds: Thresholds): Expression {
  const mean = (key: "slowWaits" | "demand"): Expression =>
    call("avg_over_time", over(recorded(key), seconds));
  const asked = binary(mean("demand"), ">", thresholds.holdMinimumRate);
  const most = Number((3 * thresholds.waitBudget).toFixed(6));
  return binary(binary(mean("slowWaits"), "/", asked), ">", most);
}
