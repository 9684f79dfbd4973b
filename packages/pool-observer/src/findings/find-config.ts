import type { ConfigFinding, ConfigRule, FindingContext } from "./config-rule.ts";
import { POOL_RULES } from "./pool-rules.ts";
import type { PoolSettings } from "./pool-settings.ts";
import { SESSION_RULES } from "./session-rules.ts";

// Shorter than any common proxy's, so that the rule speaks where it may matter; `docs/config-findings.md` has the sources.
const HTTP_TIMEOUT_SECONDS = 30;

/** Every rule, warnings first. */
export const CONFIG_RULES: readonly ConfigRule[] = [...POOL_RULES, ...SESSION_RULES].toSorted(
  (a, b) => Number(b.severity === "warning") - Number(a.severity === "warning"),
);

/**
 * What rules must know beside the pool, from what the team said of it.
 *
 * @param httpTimeoutSeconds how long an HTTP request may take; 0 = the app serves none
 * @param ignoredRules names of rules that are not to speak
 */
export function findingContext(
  httpTimeoutSeconds?: number,
  ignoredRules: Iterable<string> = [],
): FindingContext {
  return {
    httpTimeoutSeconds: httpTimeoutSeconds ?? HTTP_TIMEOUT_SECONDS,
    isHttpTimeoutAssumed: httpTimeoutSeconds === undefined,
    ignoredRules: new Set(ignoredRules),
  };
}

/** What is to be said of `settings`, warnings first. */
export function findConfig(settings: PoolSettings, context: FindingContext): ConfigFinding[] {
  return CONFIG_RULES.flatMap(({ rule, severity, find, advice, examples }) => {
    const fact = context.ignoredRules.has(rule) ? undefined : find(settings, context);
    if (fact === undefined) return [];
    const { library } = settings;
    const example = library === undefined ? undefined : examples[library];
    return [{ rule, severity, fact, advice, example: example ?? null }];
  });
}
