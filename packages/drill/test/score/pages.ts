import type { ReceivedPage } from "../../src/score/received-page.ts";

/** A page as Alertmanager sends it, `at` in Unix seconds; labels as told. */
export function page(at: number, labels: Record<string, string> = {}): ReceivedPage {
  return {
    at,
    alert: {
      status: "firing",
      labels: {
        alertname: "PlimsollPoolLeak",
        severity: "page",
        cause: "leak",
        service: "money",
        pool: "money",
        ...labels,
      },
      annotations: {
        summary: "A connection pool leaks",
        evidence: "Route with most suspects: /transfers (4).",
      },
      startsAt: "2026-11-23T22:45:00Z",
      fingerprint: JSON.stringify(labels),
    },
  };
}
