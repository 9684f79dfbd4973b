import type { Pager } from "../pager/pager-server.ts";

/** What one pager had of an incident. */
export interface Outcome {
  /** Each notification with a page that fires, in order; one incident is to have one. */
  readonly pages: readonly { readonly afterSeconds: number; readonly alerts: readonly string[] }[];
  /** Unix seconds of the first notification after the last page in which all is resolved; null when none came. */
  readonly resolvedAt: number | null;
  readonly resolves: number;
  /** Alertmanager's id of the labels of each alert that paged: equal ones are one alert. */
  readonly fingerprints: readonly string[];
}

/** What `pager` has had of pools; times count from `faultAt` (Unix seconds). */
export function outcomeOf(pager: Pick<Pager, "notifications">, faultAt: number): Outcome {
  // A symptom of the service has no pool, and a group of its own.
  const notifications = pager.notifications.filter(({ alerts }) =>
    alerts.some(({ labels }) => labels["pool"] !== undefined),
  );
  const firing = notifications.filter(({ alerts }) => alerts.some(isFiringPage));
  const lastPageAt = firing.at(-1)?.at ?? Number.POSITIVE_INFINITY;
  const resolved = notifications.filter(
    ({ at, alerts }) => at > lastPageAt && alerts.every(({ status }) => status === "resolved"),
  );
  return {
    pages: firing.map(({ at, alerts }) => ({
      afterSeconds: Math.round((at - faultAt) * 10) / 10,
      alerts: alerts.filter(isFiringPage).map(({ labels }) => labels["alertname"] ?? ""),
    })),
    resolvedAt: resolved[0]?.at ?? null,
    resolves: resolved.length,
    fingerprints: [
      ...new Set(
        firing.flatMap(({ alerts }) =>
          alerts.filter(isFiringPage).map((alert) => alert.fingerprint),
        ),
      ),
    ],
  };
}

function isFiringPage({
  status,
  labels,
}: Pager["notifications"][number]["alerts"][number]): boolean {
  return status === "firing" && labels["severity"] === "page";
}
