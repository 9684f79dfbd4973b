import { CAUSE_WORDS, NO_CAUSE } from "./causes.ts";
import type { Query } from "./panel.ts";
import type { NameWord } from "./panels/stat.ts";
import { firing, firstOf, labelled, ofPool, POOL } from "./promql.ts";
import { runbookUrl } from "./runbooks.ts";
import { dataLink } from "./sdk-repairs.ts";
import { STATE } from "./words.ts";

const STATE_NOW = `max(${ofPool("state")})`;

/**
 * One series whose name is the cause: what the pages say, else what most processes say themselves, else what the
 * state of the pool says, else `none`. Its value is 0 only for `none`.
 */
export const CAUSE_QUERY: Query = {
  expr: firstOf(
    `max by (cause) (${firing(`severity="page",role="cause",${POOL}`)})`,
    `max by (cause) (topk(1, ${ofPool("verdict")} > 0))`,
    labelled(`${STATE_NOW} >= ${STATE.short}`, "cause", "unknown"),
    labelled(`${STATE_NOW} == ${STATE.runsOut}`, "cause", "forecast"),
    labelled(`${STATE_NOW} == ${STATE.losing}`, "cause", "leak"),
    labelled(`0 * ${STATE_NOW}`, "cause", "none"),
  ),
  legend: "{{cause}}",
};

/** The causes as words: why, or what to do first; each links to its runbook. */
export function causeNames(words: "why" | "first"): Readonly<Record<string, NameWord>> {
  const names = Object.entries(CAUSE_WORDS).map(([cause, entry]) => {
    const link = dataLink(`Runbook ${entry.alert}`, runbookUrl(entry.alert));
    return [cause, { text: entry[words], link }] as const;
  });
  return { ...Object.fromEntries(names), none: { text: NO_CAUSE[words] } };
}
