import { type Expression } from "../promql.ts";
import type { Thresholds } from "../thresholds.ts";
import type { AlertDefinition } from "./alert.ts";
import {
  FACTOR,
  GROWTH,
  ownValue,
  THE_POOL,
  topRouteWithValue,
  valueOf,
  valueOfService,
} from "./annotation-text.ts";
import { staysAbove } from "./condition.ts";

/** A cache is gone, or a loop runs one query per row. Demand grows and HTTP requests do not; a surge has both. */
export const queryAmplification: AlertDefinition = {
  name: "PlimsollQueryAmplification",
  severity: "ticket",
  role: "cause",
  cause: "query_amplification",
  summary: "Each HTTP request needs twice as many connections as usual",
  expression: condition,
  lead: {
    persistsSeconds: (thresholds) => thresholds.amplificationSeconds,
    example: "a cache is switched off at night and the pool has room until morning",
    harmAfterSeconds: 28800,
  },
  description: `${THE_POOL} is asked for ${valueOf("acquiresPerRequest", "humanize")} connections by each HTTP request, at least ${ownValue(FACTOR)} times as many as usual.`,
  evidence: `HTTP requests of the service: ${valueOfService("httpRequests", "humanize")}/s. ${GROWTH} Route that holds most connections: ${topRouteWithValue("routeConnections", 'kind="hold"')}.`,
  doFirst: `Look at the hit rate of the cache and at the last deploy; plimsoll.pool.n_plus_one_suspects names routes that run one statement many times.`,
  doNot: "Do not raise the limit first: the database gets twice the queries as well.",
};

function condition(thresholds: Thresholds): Expression {
  return staysAbove("amplification", thresholds.amplification, thresholds.amplificationSeconds);
}
