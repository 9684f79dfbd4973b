import type { PoolSettings, SettingsLibrary } from "./pool-settings.ts";

/** `warning`: seen for sure, and outages come of it. `info`: worth a look; the server may set it already, or it may be meant so. */
export type FindingSeverity = "warning" | "info";

/** What rules must know beside the pool. */
export interface FindingContext {
  /** How long an HTTP request of the app may take; 0 = the app serves none. */
  readonly httpTimeoutSeconds: number;
  /** Whether that is the default and nobody's word. */
  readonly isHttpTimeoutAssumed: boolean;
  /** Rules that the team has looked at and does not want to hear of. */
  readonly ignoredRules: ReadonlySet<string>;
}

/** One thing about a pool's settings that is worth a word. */
export interface ConfigRule {
  readonly rule: string;
  readonly severity: FindingSeverity;
  /** When it speaks; a sentence for the docs. */
  readonly when: string;
  /** What is so, as a clause with the numbers; undefined when all is well, or when what must be known is not. */
  readonly find: (settings: PoolSettings, context: FindingContext) => string | undefined;
  /** What it leads to. */
  readonly consequence: string;
  /** What to do, as an imperative that goes on after a semicolon. */
  readonly advice: string;
  /** The setting in the words of each library that the rule can speak of. */
  readonly examples: Readonly<Partial<Record<SettingsLibrary, string>>>;
  /** Where the claim comes from. */
  readonly source: string;
}

/** A rule that speaks of a pool, as data: `formatFindings` words it. */
export interface ConfigFinding {
  readonly rule: string;
  readonly severity: FindingSeverity;
  /** What is so. */
  readonly fact: string;
  readonly advice: string;
  /** The setting in the words of the pool's library; null when that is not known. */
  readonly example: string | null;
}
