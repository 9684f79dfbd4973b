import type { MachineStall } from "./machine-stall.ts";

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
  /** Whether the fault comes little by little, so that a page can come before users are harmed; null in a control. */
  readonly onset: "gradual" | "instant" | null;
  readonly startedAt: number;
  /** The moment before the fault was switched on. */
  readonly faultAt: number | null;
  /** The first single request that failed or took over a second, from the fault on (in a control: at all). */
  readonly firstUserErrorAt: number | null;
  /** Begin of the first 10 s in which at least 1 % of the requests failed or took over a second. */
  readonly harmAt: number | null;
  readonly firstPageAt: number | null;
  /** firstUserErrorAt − firstPageAt: positive when the page came before the first single error. */
  readonly leadSeconds: number | null;
  /** harmAt − firstPageAt: positive when the page came before users were harmed. */
  readonly harmLeadSeconds: number | null;
  /** firstPageAt − faultAt. */
  readonly secondsToPage: number | null;
  /** The fault's end, and when the last of its pages was resolved. */
  readonly healedAt: number | null;
  readonly resolvedAt: number | null;
  readonly pages: readonly IncidentPage[];
  /** Alert names of the tickets that came from the fault on. */
  readonly tickets: readonly string[];
  readonly expectedCause: string | null;
  /** Cause of the first page. */
  readonly namedCause: string | null;
  /** Cause of the newest page 60 s after the first: what on-call reads when they have sat down. */
  readonly causeAfterMinute: string | null;
  /** Pages that nothing had called for: before the fault, or any in a run without harm. */
  readonly falsePages: number;
  /** Moments in which the machine, or the drill on it, stood still for half a second or more, earliest first. */
  readonly stalls: readonly MachineStall[];
  readonly passed: boolean;
  /** False when users were harmed before the fault, or right after the machine stood still: such a run shows nothing. */
  readonly isValid: boolean;
  /** One sentence for each reason; none when it passed. */
  readonly failures: readonly string[];
}
