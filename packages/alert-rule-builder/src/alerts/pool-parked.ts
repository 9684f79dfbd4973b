import { type Expression } from "../promql.ts";
import type { Thresholds } from "../thresholds.ts";
import type { AlertDefinition } from "./alert.ts";
import {
  LOAD,
  ownValue,
  THE_POOL,
  topRoute,
  topRouteWithValue,
  valueOf,
} from "./annotation-text.ts";
import { staysAbove, unlessFiring } from "./condition.ts";

/** One is not yet a leak that pages. Routes and pools that may do this are left out by configuration. */
export const poolParked: AlertDefinition = {
  name: "PlimsollPoolParked",
  severity: "ticket",
  role: "cause",
  cause: "parked",
  summary: "A connection has been held without a query for minutes",
  expression: condition,
  lead: {
    persistsSeconds: (thresholds) => thresholds.parkedSeconds,
    example:
      "a pool of 10 loses one connection an hour: the ticket comes after the first, the pool is empty nine hours later",
    harmAfterSeconds: 32400,
  },
  description: `${THE_POOL} has ${ownValue("humanize")} connections that are held without a query, the oldest for ${valueOf("oldest", "humanizeDuration", 'of="parked"')}.`,
  evidence: `Route with most of them: ${topRouteWithValue("suspectsByRoute")}. ${LOAD}`,
  doFirst: `Find the path of route ${topRoute("suspectsByRoute")} that does not release, or does something long while it holds. If it is meant to, put the route on the list of quiet routes.`,
  doNot: "Do not raise the pool's limit: it hides the loss until there are more.",
};

function condition(thresholds: Thresholds): Expression {
  const parked = staysAbove("suspectsMax", 0, thresholds.parkedSeconds);
  return unlessFiring(parked, ["PlimsollPoolLeak"]);
}
