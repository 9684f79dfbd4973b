import type { Cause } from "@plimsoll/catalog";
import { POOL_LABELS } from "../pool-labels.ts";
import { binary, equals, type Expression, oneOf, selector } from "../promql.ts";
import type { Thresholds } from "../thresholds.ts";

/** One alert: its labels, when it fires, and what it tells the person whom it wakes. */
export interface AlertDefinition {
  /** `Plimsoll…`; also the name of its runbook. */
  readonly name: string;
  readonly severity: "page" | "ticket";
  /** `meta` alerts say that we are blind and are never inhibited. */
  readonly role: "cause" | "symptom" | "meta";
  readonly cause: Cause;
  /** One line without values, so that it is the same for every pool. */
  readonly summary: string;
  readonly expression: (thresholds: Thresholds) => Expression;
  /** What it means for users, with the values. Go template, as are the next three. */
  readonly description: string;
  /** The numbers that name the cause, and those that rule out the others. */
  readonly evidence: string;
  readonly doFirst: string;
  readonly doNot: string;
}

/** `condition` for the pools for which none of the alerts `names` fires. */
export function unlessFiring(condition: Expression, ...names: readonly string[]): Expression {
  const named = oneOf("alertname", names);
  const firing = selector("ALERTS", named, equals("alertstate", "firing"));
  return binary(condition, "unless", firing, POOL_LABELS);
}
