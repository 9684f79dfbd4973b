import { type CellDatabase, createCellDatabase } from "./cell-database.ts";
import { readExposition } from "./exposition.ts";
import { judgeMetrics } from "./judge-metrics.ts";
import { judgeSpans } from "./judge-spans.ts";
import type { Library } from "./library.ts";
import { PoolSamples } from "./pool-samples.ts";
import { runApp, type RunningApp } from "./run-app.ts";
import type { TraceReceiver } from "./trace-receiver.ts";
import { until } from "./until.ts";
import { type Way, wayName } from "./way.ts";
import { driveApp, LIMIT, type Stall } from "./workload.ts";
import { writeApp } from "./write-app.ts";

/** What one app showed: nothing is wrong with what has no problem. */
export interface Cell {
  /** Its name. */
  readonly way: string;
  readonly metricProblems: readonly string[];
  readonly spanProblems: readonly string[];
}

/** What apps are run against. */
export interface Surroundings {
  readonly databaseUrl: string;
  readonly receiver: TraceReceiver;
  /** More variables for the apps. */
  readonly env: Readonly<Record<string, string>>;
}

const POOL_NAME = "orders-pool";

// Libraries give connections back some ticks after they have answered, and the server forgets one some time after it was closed.
const SETTLE_SECONDS = 3;

/**
 * Runs the app of `library` in the form and way `way`, and judges what it shows.
 *
 * @throws Error when the app itself does not work, does not end, or when anything warns
 */
export async function measureCell(
  library: Library,
  way: Way,
  surroundings: Surroundings,
): Promise<Cell> {
  const key = `${library.name}-${wayName(way)}`.replaceAll(/[^\w.]+/g, "-");
  const { databaseUrl, receiver, env } = surroundings;
  const database = await createCellDatabase(databaseUrl);
  try {
    const app = await runApp({
      file: writeApp(library.app, key, way, library.replacements ?? {}),
      flags: way.load === "--import" ? ["--import", "@plimsoll/node"] : [],
      env: {
        ...env,
        ...telemetry(receiver.endpoint(key)),
        DATABASE_URL: database.url,
        POOL_MAX: String(LIMIT + (library.alwaysHeld ?? 0)),
        OBSERVES_BY_HAND: library.observesByHand ? "yes" : "no",
      },
    });
    const metricProblems = await useApp(app, library, database);
    return {
      way: wayName(way),
      metricProblems,
      spanProblems: judgeSpans(receiver.spans(key), library.queries),
    };
  } finally {
    await database.drop();
  }
}

/** Has the app work and end; gives what is wrong with its metrics. */
async function useApp(app: RunningApp, library: Library, database: CellDatabase) {
  const read = async () => new PoolSamples(readExposition(await app.scrape()), POOL_NAME);
  try {
    const stall = await driveApp(app, database, read);
    const problems = await until(
      SETTLE_SECONDS,
      async () => judge(await read(), stall, library, await database.connections()),
      (found) => found.length === 0 || stall.pool.isEmpty,
    );
    const { exitCode, complaints } = await app.end();
    if (exitCode === 0 && complaints === "") return problems;
    throw new Error(`exit code ${exitCode}, it wrote: ${complaints}`);
  } finally {
    app.kill();
  }
}

function telemetry(endpoint: string): Record<string, string> {
  return {
    POOL_NAME,
    OTEL_EXPORTER_PROMETHEUS_PORT: "0",
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: "http/json",
    // Tells where the metrics are.
    OTEL_LOG_LEVEL: "INFO",
    // So that a connection which a library holds for LISTEN has the time to be taken for a leak.
    PLIMSOLL_LEAK_AFTER_SECONDS: "0.3",
  };
}

function judge(pool: PoolSamples, stall: Stall, library: Library, serverConnections: number) {
  const { acquireTimeoutSeconds = 0, alwaysHeld = 0, hasOwnWork = false } = library;
  return judgeMetrics(pool, {
    acquireTimeoutSeconds,
    alwaysHeld,
    hasOwnWork,
    serverConnections,
    stall,
  });
}
