import { createCellDatabase } from "../cell-database.ts";
import { closeGate } from "../gate.ts";
import { runApp, type RunningApp } from "../run-app.ts";
import { CALLERS, expectAnswer, untilContended } from "../workload.ts";
import { writeApp } from "../write-app.ts";
import type { AppShape } from "./app-shape.ts";
import type { OtlpAddresses } from "./jaeger.ts";
import type { ExpectedDatabase } from "./judge-traces.ts";

/** Where an app's traces go, and what is looked at while it still runs. */
export interface Looks {
  /** The name under which its traces are stored. */
  readonly service: string;
  readonly otlp: OtlpAddresses;
  /** Called when the app has answered all requests, with the database that it asked; the app ends after it. */
  readonly look: (database: ExpectedDatabase) => Promise<void>;
}

/**
 * Runs the app of `shape` to its end: a query, a transaction, a failing query, and callers that wait for each other.
 *
 * @throws Error when the app itself does not work, does not end, or when anything warns
 */
export async function traceApp(
  shape: AppShape,
  databaseUrl: string,
  { service, otlp, look }: Looks,
): Promise<void> {
  const database = await createCellDatabase(databaseUrl);
  const { pathname, hostname, port } = new URL(database.url);
  try {
    const app = await runApp({
      file: writeApp(shape.app, service, shape.way, {}),
      flags: shape.way.load === "--import" ? ["--import", "@plimsoll/node"] : [],
      env: {
        DATABASE_URL: database.url,
        POOL_NAME: "orders-pool",
        POOL_MAX: String(shape.limit),
        OTEL_SERVICE_NAME: service,
        OTEL_EXPORTER_PROMETHEUS_PORT: "0",
        ...telemetry(shape, otlp),
      },
    });
    await useApp(app, database.url, shape.limit, () =>
      look({ name: pathname.slice(1), host: hostname, port: Number(port) }),
    );
  } finally {
    await database.drop();
  }
}

/** The variables that a team sets, and a short time between two sendings. */
function telemetry({ route }: AppShape, { http, grpc }: OtlpAddresses): Record<string, string> {
  const protocol = route.endsWith("grpc") ? "grpc" : "http/protobuf";
  return {
    OTEL_BSP_SCHEDULE_DELAY: "100",
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: protocol === "grpc" ? grpc : `${http}/v1/traces`,
    // HTTP is the default, which is to be tried too.
    ...(protocol === "grpc" && { OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: protocol }),
  };
}

async function useApp(
  app: RunningApp,
  databaseUrl: string,
  limit: number,
  look: () => Promise<void>,
): Promise<void> {
  try {
    await expectAnswer(app, "query", "paid");
    await expectAnswer(app, "transaction", 2);
    const { status, answer } = await app.ask("failing");
    if (status !== 500) throw new Error(`/failing answered ${status} ${JSON.stringify(answer)}`);
    await contend(app, databaseUrl, limit);
    await look();
    const { exitCode, complaints } = await app.end();
    if (exitCode !== 0 || complaints !== "")
      throw new Error(`exit code ${exitCode}, it wrote: ${complaints}`);
  } finally {
    app.kill();
  }
}

async function contend(app: RunningApp, databaseUrl: string, limit: number): Promise<void> {
  const gate = await closeGate(databaseUrl);
  const callers = Promise.allSettled(
    Array.from({ length: CALLERS }, () => expectAnswer(app, "contended", "passed")),
  );
  // Whoever is in the app by then has asked its pool: an app does that before it takes the next request.
  await untilContended(app, gate, limit).finally(() => gate.open());
  for (const caller of await callers) if (caller.status === "rejected") throw caller.reason;
}
