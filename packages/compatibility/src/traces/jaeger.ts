import { freeAddresses, startServer } from "./server.ts";
import { type JaegerTraces, readJaegerTraces, type Trace } from "./trace.ts";

/** Where an app may send its spans to. */
export interface OtlpAddresses {
  readonly http: string;
  readonly grpc: string;
}

/** A running Jaeger that keeps its traces in memory. */
export interface Jaeger {
  readonly otlp: OtlpAddresses;
  /** The traces that spans of `service` are in. */
  traces(service: string): Promise<Trace[]>;
  stop(): Promise<void>;
}

// Far more than a test makes; Jaeger's own default is 20.
const MAX_TRACES = 1500;

/** Starts Jaeger (all-in-one, version 1) on free ports of 127.0.0.1. */
export async function startJaeger(): Promise<Jaeger> {
  const [query = "", http = "", grpc = "", admin = "", ...others] = await freeAddresses(
    4 + OTHER_PORTS.length,
  );
  const server = await startServer({
    command: "jaeger",
    args: [
      "--collector.otlp.enabled=true",
      `--collector.otlp.http.host-port=${http}`,
      `--collector.otlp.grpc.host-port=${grpc}`,
      `--query.http-server.host-port=${query}`,
      `--admin.http.host-port=${admin}`,
      ...OTHER_PORTS.map((flag, index) => `--${flag}=${others[index] ?? ""}`),
      "--memory.max-traces=20000",
    ],
    env: { SPAN_STORAGE_TYPE: "memory" },
    health: `http://${admin}/`,
  });
  return {
    otlp: { http: `http://${http}`, grpc: `http://${grpc}` },
    async traces(service) {
      const asked = new URLSearchParams({ service, limit: String(MAX_TRACES) });
      const response = await fetch(`http://${query}/api/traces?${String(asked)}`);
      return readJaegerTraces((await response.json()) as JaegerTraces);
    },
    stop: server.stop,
  };
}

/** What Jaeger listens on beside, and on every address of the machine unless told. */
const OTHER_PORTS = [
  "collector.grpc-server.host-port",
  "collector.http-server.host-port",
  "http-server.host-port",
  "processor.jaeger-binary.server-host-port",
  "processor.jaeger-compact.server-host-port",
  "processor.zipkin-compact.server-host-port",
  "query.grpc-server.host-port",
];
