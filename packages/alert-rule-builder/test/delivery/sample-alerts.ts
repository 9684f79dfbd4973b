import { ALERTS } from "../../src/alerts/alerts.ts";
import { ruleGroups } from "../../src/rule-groups.ts";
import type { SentAlert } from "../alertmanager.ts";

/** A leak as Prometheus posts it. That its texts are the rule's own, byte for byte, `phone-template.launch.test.ts` asks promtool. */
export const LEAK: Required<Omit<SentAlert, "endsAt">> = {
  labels: {
    alertname: "PlimsollPoolLeak",
    severity: "page",
    role: "cause",
    cause: "leak",
    service: "money",
    environment: "prod",
    pool: "money",
  },
  annotations: {
    summary: "A connection pool leaks: connections are acquired and never released",
    description:
      "Pool money of money (prod) has lost 20% of an instance's connections to requests that never released them. When all are lost, every request waits until it fails.",
    evidence:
      "Leak suspects (held without a query for longer than the leak threshold): 2 on the worst instance; the pool's limit is 10 over all instances. Route with most suspects: /transfers (2). Demand: no baseline yet. Queries run in 55.48% of the held time.",
    do_first:
      "Restart this service's instances one by one: that returns the leaked connections. Then roll back or fix route /transfers, which leaves a path without a release.",
    do_not:
      "Do not scale out: new instances leak too and take more connections from the database. Do not restart the database: the connections are lost in the app.",
    runbook_url:
      "https://github.com/plimsoll/plimsoll/blob/main/alerts/runbooks/PlimsollPoolLeak.md",
    dashboard_url:
      "http://localhost:3000/d/plimsoll-pool?var-service=money&var-environment=prod&var-pool=money",
  },
};

/** Every alert of the rules with texts as long as they get: each hole in them filled with a sample, numbers with `value`. */
export function sampleAlerts(value: string): readonly Required<Omit<SentAlert, "endsAt">>[] {
  return ruleGroups()
    .flatMap(({ rules }) => rules)
    .flatMap((rule) => {
      if (!("alert" in rule)) return [];
      const labels = { ...LEAK.labels, ...rule.labels, alertname: rule.alert };
      const texts = Object.entries(rule.annotations);
      const annotations = Object.fromEntries(
        texts.map(([name, text]) => [name, filled(text, value)]),
      );
      return [{ labels, annotations }];
    });
}

/** How many there must be. */
export const ALERT_COUNT: number = ALERTS.length;

function filled(text: string, value: string): string {
  return text
    .replaceAll(/\{\{ with \$labels\.environment \}\}.*?\{\{ end \}\}/g, " (prod)")
    .replaceAll(/\{\{ with printf .*?\| query \}\}(.*?)(?:\{\{ else \}\}.*?)?\{\{ end \}\}/g, "$1")
    .replaceAll(/\{\{ \. \| first \| label "http_route" \}\}/g, "/accounts/:id/statement")
    .replaceAll(/\{\{ \. \| first \| label "\w+" \}\}/g, "ECONNREFUSED")
    .replaceAll(/\{\{ \$labels\.(\w+)[^}]*\}\}/g, "money")
    .replaceAll(/\{\{[^{}]*\}\}/g, value);
}
