/** What `doctor` finds; `findings-text.ts` words each. */
export type FindingCode =
  | "POOLS_MISSING"
  | "NAMES_UNREAD"
  | "NOT_PLIMSOLL"
  | "SERIES_MISSING"
  | "HISTOGRAMS_MISSING"
  | "IDENTITY_MISSING"
  | "POOL_DOUBLED"
  | "SCRAPE_SLOW"
  | "TARGET_DOWN"
  | "RULES_MISSING"
  | "RECORDINGS_MISSING"
  | "ALERTS_MISSING"
  | "RULE_FAILS"
  | "RULE_DOUBLED"
  | "GROUP_SLOW"
  | "NOTHING_RECORDED"
  | "NO_ALERTMANAGER";

/** One finding, as data. */
export interface Finding {
  readonly code: FindingCode;
  /** `error`: alerts that should fire cannot. `warning`: they are late, or say less. */
  readonly severity: "error" | "warning";
  /** The job, rule or group that it is about. */
  readonly where?: string;
  /** Numbers and names for the text. */
  readonly args: Readonly<Record<string, string | number | readonly string[]>>;
}

/** A finding without which the alerts cannot fire. */
export function error(code: FindingCode, args: Finding["args"] = {}, where?: string): Finding {
  return { code, severity: "error", args, ...(where !== undefined && { where }) };
}

/** A finding that makes alerts late or poor. */
export function warning(code: FindingCode, args: Finding["args"] = {}, where?: string): Finding {
  return { code, severity: "warning", args, ...(where !== undefined && { where }) };
}
