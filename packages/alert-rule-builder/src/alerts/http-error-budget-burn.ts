import { SERVICE_LABELS } from "../pool-labels.ts";
import { binary, call, chain, type Expression, offset, over } from "../promql.ts";
import { recorded } from "../recorded.ts";
import type { Thresholds } from "../thresholds.ts";
import type { AlertDefinition } from "./alert.ts";
import { BLAME } from "./blame.ts";
import { firing } from "./condition.ts";
import { ownValue, THE_SERVICE, valueOf } from "./annotation-text.ts";

/** The backstop: whatever the pools say, users are harmed. Burn rates over two windows each. Muted while a cause pages for the service, and for as long after it as the
 * shorter window of the burn. */
export const httpErrorBudgetBurn: AlertDefinition = {
  name: "PlimsollHttpErrorBudgetBurn",
  severity: "page",
  role: "symptom",
  cause: "http_errors",
  summary: "Users see errors or wait for over a second",
  expression: condition,
  lead: {
    // The hour's share of bad requests must reach 14.4 times the budget.
    persistsSeconds: ({ httpErrorBudget }) => Math.ceil(((14.4 * httpErrorBudget) / 0.1) * 3600),
    example:
      "a tenth of all requests fails: 14.4 times the budget of an hour is burnt after 9 min; harm was there from the start",
    harmAfterSeconds: 0,
  },
  description: `${THE_SERVICE} answers ${ownValue("humanizePercentage")} of its requests with an error or after more than 1 s.`,
  evidence: `Requests: ${valueOf("httpRequests", "humanize")}/s, of which bad: ${valueOf("httpBad", "humanize")}/s. No page of a pool of this service names a cause.`,
  doFirst: `Look at the slowest and the failing routes on the dashboard, and at the last deploy. If the pools are calm, it is not the database connections.`,
  doNot:
    "Do not scale out before you know what is short. Do not restart the database: no pool complains about it.",
};

function condition(thresholds: Thresholds): Expression {
  return binary(burns(14.4, 3600, 300, thresholds), "or", burns(6, 21_600, 1800, thresholds));
}

/** Source of windows and factors: Google SRE Workbook, chapter 5, table 5-6. */
function burns(
  factor: number,
  longSeconds: number,
  shortSeconds: number,
  thresholds: Thresholds,
): Expression {
  const burn = (seconds: number): Expression => {
    const mean = (key: "httpBad" | "httpRequests"): Expression =>
      call("avg_over_time", over(recorded(key), seconds));
    const enough = binary(mean("httpRequests"), ">", thresholds.httpMinimumRate);
    const limit = Number((factor * thresholds.httpErrorBudget).toFixed(6));
    return binary(binary(mean("httpBad"), "/", enough), ">", limit);
  };
  const burnsNow = chain(
    "and",
    burn(longSeconds),
    burn(shortSeconds),
    offset(recorded("httpRequests"), thresholds.burnWindowSeconds),
  );
  // The windows still hold the errors of an incident when the page that named its cause is over: that is no second incident.
  return binary(
    burnsNow,
    "unless",
    call("max_over_time", over(firing(BLAME), shortSeconds)),
    SERVICE_LABELS,
  );
}
