import { parseStartupOptions } from "./startup-options.ts";

let applicationName: string | undefined;

/** The `application_name` of connections whose app gave none, from now on; undefined for none. */
export function setApplicationName(name: string | undefined): void {
  applicationName = name === undefined ? undefined : asApplicationName(name);
}

/**
 * Names the connection that `client`, of pg, is about to open, so that pg_stat_activity says whose it is. pg 8.23.1 sends `application_name ||
 * fallback_application_name` (lib/client.js:551), and a native client hands libpq both (lib/connection-parameters.js:148); so what the app gives
 * wins, be it by option, connection string, `PGAPPNAME` or `options: "-c application_name=…"`.
 */
export function nameConnection(client: object): void {
  if (applicationName === undefined) return;
  const { connectionParameters: given } = client as { connectionParameters?: ConnectionParameters };
  if (given === undefined || given.application_name || given.fallback_application_name) return;
  // A parameter of the startup packet would win over the same in its `options`.
  if (parseStartupOptions(given.options).has("application_name")) return;
  given.fallback_application_name = applicationName;
}

interface ConnectionParameters {
  readonly application_name?: unknown;
  readonly options?: unknown;
  fallback_application_name?: unknown;
}

// NAMEDATALEN − 1, where PostgreSQL cuts it off.
const MAX_BYTES = 63;

// How OpenTelemetry calls a service that has no name.
const UNKNOWN = /^unknown_service(?::|$)/;

/** As PostgreSQL would store it: printable ASCII, 63 bytes. https://www.postgresql.org/docs/18/runtime-config-logging.html#GUC-APPLICATION-NAME */
function asApplicationName(name: string): string | undefined {
  if (UNKNOWN.test(name)) return undefined;
  return name.replaceAll(/[^\u0020-\u007E]/gu, "?").slice(0, MAX_BYTES) || undefined;
}
