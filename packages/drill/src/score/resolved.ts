import type { ReceivedNotification } from "./received-page.ts";

/**
 * When the last page was resolved: null while one fires, or when none came.
 *
 * @param notifications on the channel of pages, earliest first
 */
export function resolvedAt(notifications: readonly ReceivedNotification[]): number | null {
  const firing = new Set<string>();
  let at: number | null = null;
  for (const notification of notifications) {
    for (const { status, labels, fingerprint } of notification.alerts) {
      if (labels["severity"] !== "page") continue;
      if (status === "firing") firing.add(fingerprint);
      else if (firing.delete(fingerprint)) at = notification.at;
    }
  }
  return firing.size === 0 ? at : null;
}
