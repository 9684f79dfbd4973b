import { call, type Expression } from "../promql.ts";
import type { AlertDefinition } from "./alert.ts";

/** Route it to a dead man's switch outside of this cluster; where it ends is what proves the way. */
export const watchdog: AlertDefinition = {
  name: "PlimsollWatchdog",
  severity: "ticket",
  role: "meta",
  cause: "none",
  summary: "Always fires: its absence means that no alert can reach you",
  expression: condition,
  lead: {
    persistsSeconds: () => 0,
    example:
      "Prometheus or Alertmanager stops: the switch outside notices when the next call is overdue",
    harmAfterSeconds: null,
  },
  description: `This alert always fires. When your dead man's switch stops getting it, Prometheus or Alertmanager is down, or the way between them is broken.`,
  evidence: `None: it depends on nothing.`,
  doFirst: `Nothing, while it fires. When the switch calls: look at Prometheus (is it up, does it evaluate rules), then at Alertmanager.`,
  doNot: "Do not silence it, and do not send it to a person.",
};

function condition(): Expression {
  return call("vector", 1);
}
