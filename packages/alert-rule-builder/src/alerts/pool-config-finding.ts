import { type Expression } from "../promql.ts";
import type { Thresholds } from "../thresholds.ts";
import type { AlertDefinition } from "./alert.ts";
import { THE_POOL, valueOf } from "./annotation-text.ts";
import { staysAbove } from "./condition.ts";

/** Lint of the settings, as the process read them. One ticket for each rule that finds something. */
export const poolConfigFinding: AlertDefinition = {
  name: "PlimsollPoolConfigFinding",
  severity: "ticket",
  role: "cause",
  cause: "configuration",
  summary: "A pool's settings have a known risk",
  expression: condition,
  lead: {
    persistsSeconds: (thresholds) => thresholds.findingSeconds,
    example: "a pool without an acquire timeout is deployed: it matters in the next outage",
    harmAfterSeconds: null,
  },
  description: `${THE_POOL}: {{ $labels.rule }}. docs/config-findings.md says what it leads to.`,
  evidence: `Found by the process itself, for ${valueOf("instances", "humanize")} instances of the pool; limit ${valueOf("limit", "humanize")} over all of them.`,
  doFirst: `Read {{ $labels.rule }} in docs/config-findings.md and change the setting that it names with the next deploy.`,
  doNot:
    "Do not change it in the middle of an incident: a restart with other settings hides the cause.",
};

function condition(thresholds: Thresholds): Expression {
  return staysAbove("findings", 0, thresholds.findingSeconds);
}
