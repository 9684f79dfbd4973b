import type { ReceivedAlert } from "../score/received-page.ts";

/**
 * The alerts of a webhook body of Alertmanager (version 4). Unknown fields are left out, label and annotation values are text.
 * Source: https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
 * @throws an Error that names what the body lacks.
 */
export function readNotification(body: string): ReceivedAlert[] {
  const alerts: unknown = readObject(JSON.parse(body), "body")["alerts"];
  if (!Array.isArray(alerts)) throw new Error('body must have an array "alerts"');
  return alerts.map((alert: unknown) => readAlert(readObject(alert, "alert")));
}

function readAlert(alert: Readonly<Record<string, unknown>>): ReceivedAlert {
  const { status, startsAt, fingerprint } = alert;
  if (status !== "firing" && status !== "resolved") {
    throw new Error(`alert status must be firing or resolved, got ${JSON.stringify(status)}`);
  }
  return {
    status,
    labels: readTexts(alert["labels"], "labels"),
    annotations: readTexts(alert["annotations"], "annotations"),
    startsAt: typeof startsAt === "string" ? startsAt : "",
    fingerprint: typeof fingerprint === "string" ? fingerprint : "",
  };
}

function readTexts(value: unknown, key: string): Record<string, string> {
  const entries = Object.entries(readObject(value ?? {}, key));
  return Object.fromEntries(entries.map(([name, text]) => [name, String(text)]));
}

function readObject(value: unknown, key: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new Error(`${key} must be an object, got ${JSON.stringify(value)}`);
}
