import { MAIN } from "@plimsoll/reference-app";
import { fileURLToPath } from "node:url";
import { awaitReady } from "./await-ready.ts";
import { childEnv } from "./child-env.ts";
import type { Child } from "./child.ts";
import type { Processes } from "./processes.ts";
import type { RunFolder } from "./run-folder.ts";

/** Connections of Money's one pool in a drill. */
export const POOL_MAX = 10;

/** Where Money is to serve, and with what. */
export interface MoneyAddress {
  readonly databaseUrl: string;
  readonly port: number;
  readonly metricsPort: number;
  /** Where its traces go, as OTLP in JSON. */
  readonly traces: string;
  /** Its name in the telemetry. @default "money" */
  readonly service?: string;
  /** Of its log. @default the service's name */
  readonly log?: string;
  /** More of its environment. @default {} */
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts Money, instrumented by its one import, its faults ready to be switched on. */
export async function startMoney(
  processes: Processes,
  folder: RunFolder,
  address: MoneyAddress,
  signal: AbortSignal,
): Promise<Child> {
  const service = address.service ?? "money";
  const child = await processes.start({
    name: "Money",
    command: process.execPath,
    args: [fileURLToPath(MAIN)],
    env: childEnv({
      DATABASE_URL: address.databaseUrl,
      PORT: String(address.port),
      MONEY_FAULTS: "1",
      MONEY_POOL_MAX: String(POOL_MAX),
      OTEL_SERVICE_NAME: service,
      OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=drill",
      PLIMSOLL_SERVER_PROBE: "true", // The Server dashboard and the server's alerts read it.
      OTEL_EXPORTER_PROMETHEUS_PORT: String(address.metricsPort),
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: address.traces,
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: "http/json",
      OTEL_BSP_SCHEDULE_DELAY: "500", // Milliseconds: at the end of a run all but the open requests are there.
      ...address.env,
    }),
    cwd: folder.path,
    logFile: folder.log(address.log ?? service),
    // Its graceful shutdown gives requests 10 s; the load has ended before.
    stopSeconds: 8,
  });
  await awaitReady(child, `http://127.0.0.1:${address.port}/healthz`, signal);
  await awaitReady(child, `http://127.0.0.1:${address.metricsPort}/metrics`, signal);
  return child;
}
