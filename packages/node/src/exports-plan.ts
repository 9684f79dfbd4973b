import type { Signal } from "./otlp-protocol.ts";

/** Where `/metrics` is served, and to whom. */
export interface MetricsAddress {
  readonly host: string;
  readonly port: number;
  /** What a scraper must show. */
  readonly token?: string;
  /** PEM files. With one of them alone nothing is served. */
  readonly certFile?: string;
  readonly keyFile?: string;
}

/** Where telemetry goes. */
export interface ExportsPlan {
  /** How `/metrics` is served, or undefined when it is not. */
  readonly prometheus: MetricsAddress | undefined;
  readonly sendsMetrics: boolean;
  readonly printsMetrics: boolean;
  readonly sendsTraces: boolean;
  readonly printsTraces: boolean;
  readonly hasTraces: boolean;
  readonly sendsLogs: boolean;
  readonly printsLogs: boolean;
  readonly hasLogs: boolean;
}

// Loopback: metrics tell a stranger about routes and load, and must be opened up on purpose.
const DEFAULT_HOST = "127.0.0.1";
// Registered for the OpenTelemetry Prometheus exporter.
const DEFAULT_PORT = 9464;

const PROTECTION: readonly string[] = [
  "PLIMSOLL_METRICS_TOKEN",
  "PLIMSOLL_METRICS_TLS_CERT_FILE",
  "PLIMSOLL_METRICS_TLS_KEY_FILE",
];

/**
 * Reads from checked variables where telemetry goes. `OTEL_{TRACES,METRICS,LOGS}_EXPORTER` decide when they are set. Else metrics are served to
 * Prometheus, and whatever has an OTLP endpoint set is sent there too; with no endpoint nothing is sent, because nobody may listen.
 *
 * @param invalid - Variables that broke their rule. Where one was to protect `/metrics`, it is not served without that.
 */
export function planExports(env: NodeJS.ProcessEnv, invalid: readonly string[] = []): ExportsPlan {
  const metrics = exporters(env, "METRICS") ?? [
    "prometheus",
    ...(hasEndpoint(env, "METRICS") ? ["otlp"] : []),
  ];
  const traces = pushExporters(env, "TRACES");
  const logs = pushExporters(env, "LOGS");
  return {
    prometheus:
      metrics.includes("prometheus") && !invalid.some((key) => PROTECTION.includes(key))
        ? metricsAddress(env)
        : undefined,
    sendsMetrics: metrics.includes("otlp"),
    printsMetrics: metrics.includes("console"),
    sendsTraces: traces.includes("otlp"),
    printsTraces: traces.includes("console"),
    hasTraces: traces.length > 0,
    sendsLogs: logs.includes("otlp"),
    printsLogs: logs.includes("console"),
    hasLogs: logs.length > 0,
  };
}

function metricsAddress(env: NodeJS.ProcessEnv): MetricsAddress {
  const [token, certFile, keyFile] = PROTECTION.map((key) => env[key]);
  return {
    host: env["OTEL_EXPORTER_PROMETHEUS_HOST"] || DEFAULT_HOST,
    port: Number(env["OTEL_EXPORTER_PROMETHEUS_PORT"] || DEFAULT_PORT),
    ...(token && { token }),
    ...(certFile && { certFile }),
    ...(keyFile && { keyFile }),
  };
}

function pushExporters(env: NodeJS.ProcessEnv, signal: Signal): string[] {
  return exporters(env, signal) ?? (hasEndpoint(env, signal) ? ["otlp"] : []);
}

function exporters(env: NodeJS.ProcessEnv, signal: Signal): string[] | undefined {
  const value = env[`OTEL_${signal}_EXPORTER`];
  if (!value) return undefined;
  const list = value.split(",").map((part) => part.trim());
  return list.includes("none") ? [] : list;
}

function hasEndpoint(env: NodeJS.ProcessEnv, signal: Signal): boolean {
  return Boolean(
    env["OTEL_EXPORTER_OTLP_ENDPOINT"] || env[`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`],
  );
}
