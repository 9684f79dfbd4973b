/** One alert that paged, at its first arrival. */
export interface IncidentPage {
  readonly alert: string;
  readonly severity: string;
  /** The alert's `cause` label; empty when it has none. */
  readonly cause: string;
  /** The alert's `pool` label; empty when it has none. */
  readonly pool: string;
  /** Unix seconds at which the webhook receiver had it. */
  readonly at: number;
}

/**
 * What one run showed: the JSON object of `--json`. Times are Unix seconds with milliseconds; null when it never happened.
 * Every clock is that of one machine.
 */
export interface Incident {
  readonly scenario: string;
  readonly kind: "fault" | "control";
  readonly startedAt: number;
  /** The moment before the fault was switched on. */
  readonly faultAt: number | null;
  readonly firstUserErrorAt: number | null;
  readonly firstPageAt: number | null;
  /** firstUserErrorAt − firstPageAt: positive when the page came first. */
  readonly leadSeconds: number | null;
  readonly pages: readonly IncidentPage[];
  readonly expectedCause: string | null;
  /** Cause of the first page. */
  readonly namedCause: string | null;
  /** Pages that nothing had called for: before the fault, or any in a control. */
  readonly falsePages: number;
  readonly passed: boolean;
}
