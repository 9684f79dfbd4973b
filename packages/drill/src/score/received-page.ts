import type { IncidentPage } from "./incident.ts";

/** One alert of a notification, as Alertmanager sent it to a webhook. */
export interface ReceivedAlert {
  readonly status: "firing" | "resolved";
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** RFC 3339: when the rule began to fire. */
  readonly startsAt: string;
  /** Alertmanager's id of the label set. */
  readonly fingerprint: string;
}

/** One notification. */
export interface ReceivedNotification {
  /** Unix seconds at which it had arrived in full. */
  readonly at: number;
  readonly alerts: readonly ReceivedAlert[];
}

/** One alert that paged, at its first arrival. */
export interface ReceivedPage {
  readonly at: number;
  readonly alert: ReceivedAlert;
}

/**
 * The pages among `notifications`, in order of arrival: firing alerts of severity `page`. Alertmanager repeats what still
 * fires with each change of a group; a repetition is no new page.
 */
export function pagesOf(notifications: readonly ReceivedNotification[]): ReceivedPage[] {
  const seen = new Set<string>();
  const pages: ReceivedPage[] = [];
  for (const { at, alerts } of notifications.toSorted((a, b) => a.at - b.at)) {
    for (const alert of alerts) {
      const key = `${alert.fingerprint} ${alert.startsAt}`;
      if (alert.status !== "firing" || alert.labels["severity"] !== "page" || seen.has(key))
        continue;
      seen.add(key);
      pages.push({ at, alert });
    }
  }
  return pages;
}

/** The five facts of a page that `--json` keeps. */
export function incidentPage({ at, alert }: ReceivedPage): IncidentPage {
  const { alertname = "", severity = "", cause = "", pool = "" } = alert.labels;
  return { alert: alertname, severity, cause, pool, at };
}
