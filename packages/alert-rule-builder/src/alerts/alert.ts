import type { Cause } from "@plimsoll/catalog";
import type { Expression } from "../promql.ts";
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
  readonly lead: Lead;
  /** What it means for users, with the values. Go template, as are the next three. */
  readonly description: string;
  /** The numbers that name the cause, and those that rule out the others. */
  readonly evidence: string;
  readonly doFirst: string;
  readonly doNot: string;
}

/** What an alert can give at best, by its own arithmetic. */
export interface Lead {
  /** Seconds for which the condition must hold before the alert fires. */
  readonly persistsSeconds: (thresholds: Thresholds) => number;
  /** The worked example: what happens to which pool. */
  readonly example: string;
  /** Seconds from the moment the condition is true in the example to the first harm; null when none follows from it. */
  readonly harmAfterSeconds: number | null;
}
