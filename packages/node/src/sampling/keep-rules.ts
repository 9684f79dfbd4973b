import { KEEP_REASONS, type KeepReason } from "@plimsoll/catalog";

/** Which traces are kept although the sampler's ratio drops them. */
export interface KeepRules {
  readonly reasons: ReadonlySet<KeepReason>;
  /** From so many seconds on a trace is slow. */
  readonly slowSeconds: number;
}

// What docs/glossary.md calls a user-visible error.
const DEFAULT_SLOW_SECONDS = 1;

/** Reads the rules from checked variables. `PLIMSOLL_KEEP_TRACES=none` keeps nothing. */
export function readKeepRules(env: NodeJS.ProcessEnv): KeepRules {
  const chosen = env["PLIMSOLL_KEEP_TRACES"];
  const names = chosen ? chosen.split(",").map((name) => name.trim()) : KEEP_REASONS;
  return {
    reasons: new Set(KEEP_REASONS.filter((reason) => names.includes(reason))),
    slowSeconds: Number(env["PLIMSOLL_SLOW_TRACE_SECONDS"] || DEFAULT_SLOW_SECONDS),
  };
}
