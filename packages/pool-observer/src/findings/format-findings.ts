import type { ConfigFinding } from "./config-rule.ts";

const PAGE = "docs/config-findings.md";

/**
 * All that is to be said of a pool's settings on one line. Beside warnings the rest is named only, so that the line stays one that is read.
 *
 * @example
 * // plimsoll: pool "orders" has 1 warning on its settings. acquire_timeout_missing: a request waits for a connection for ever; set an acquire
 * // timeout of a few seconds (connectionTimeoutMillis: 5000). Also: max_lifetime_missing. See docs/config-findings.md.
 */
export function formatFindings(pool: string, findings: readonly ConfigFinding[]): string {
  const warnings = findings.filter(({ severity }) => severity === "warning");
  const hints = findings.filter(({ severity }) => severity === "info");
  const told = warnings.length > 0 ? warnings : hints;
  const named = warnings.length > 0 ? hints : [];
  const kind = warnings.length > 0 ? "warning" : "hint";
  const count = `${told.length} ${kind}${told.length === 1 ? "" : "s"}`;
  return [
    `plimsoll: pool ${JSON.stringify(pool)} has ${count} on its settings.`,
    ...told.map(formatFinding),
    ...(named.length > 0 ? [`Also: ${named.map(({ rule }) => rule).join(", ")}.`] : []),
    `See ${PAGE}.`,
  ].join(" ");
}

function formatFinding({ rule, fact, advice, example }: ConfigFinding): string {
  return `${rule}: ${fact}; ${advice}${example === null ? "" : ` (${example})`}.`;
}
