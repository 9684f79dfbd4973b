import { seed } from "@plimsoll/reference-app";
import type { RunningPostgres } from "@plimsoll/setup";
import { writePastBlocks } from "../../src/prometheus/past-blocks.ts";
import { prometheusClient, type PrometheusClient } from "../../src/prometheus/prometheus-client.ts";
import { type ServerOptions, startServer } from "../../src/stack/database.ts";
import { freePorts } from "../../src/stack/free-ports.ts";
import { trackProcesses } from "../../src/stack/processes.ts";
import { startPrometheus } from "../../src/stack/prometheus.ts";
import { createRunFolder } from "../../src/stack/run-folder.ts";
import { startTraceReceiver } from "../../src/traces/trace-receiver.ts";
import { withClient } from "../../src/with-client.ts";
import { type DrilledMoney, moneyStarter, type MoneyOptions } from "./drilled-money.ts";
import { type Usual, usualPast } from "./usual-past.ts";

/** One Prometheus with the shipped rules, PostgreSQL, and as many services as there are faults. */
export interface DrillStack {
  readonly prometheus: PrometheusClient;
  /** Superuser, on a database that no service uses. */
  readonly adminUrl: string;
  readonly signal: AbortSignal;
  /** A seeded database of its own on the shared server. */
  createDatabase(name: string): Promise<string>;
  /** A further server. */
  startServer(options: ServerOptions): Promise<RunningPostgres>;
  startMoney(options: MoneyOptions): Promise<DrilledMoney>;
  stop(): Promise<void>;
}

/** Accounts come in pairs 1-2, 3-4, … so that no two transfers at once want the same row. */
export const ACCOUNT_PAIRS = 200;

const MAX_CONNECTIONS = 150;

/** Starts Prometheus, with a past for each service of `usual`, and PostgreSQL. */
export async function startDrillStack(
  folderPath: string,
  usual: ReadonlyMap<string, Usual>,
): Promise<DrillStack> {
  const abort = new AbortController();
  const { signal } = abort;
  const processes = trackProcesses(abort);
  const stop = (): Promise<void> => processes.stopAll();
  try {
    const folder = createRunFolder(Date.now() / 1000, folderPath);
    const traces = await startTraceReceiver();
    await processes.add(() => traces.close());
    const settings = { max_connections: MAX_CONNECTIONS };
    const server = await startServer(processes, folder, abort, { settings });
    const past = usualPast(usual, Math.floor(Date.now() / 1000));
    writePastBlocks(past, folder.data("prometheus"), folder.path);
    const [port = 0] = await freePorts(1);
    await startPrometheus(processes, folder, port, signal);
    return {
      prometheus: prometheusClient(`http://127.0.0.1:${port}`, signal),
      adminUrl: server.url,
      signal,
      async createDatabase(name): Promise<string> {
        const url = await server.createDatabase(name);
        await seedSmall(url);
        return url;
      },
      startServer: (options) => startServer(processes, folder, abort, options),
      startMoney: moneyStarter(processes, folder, traces.endpoint, signal),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Seeds `url` with as many accounts as the drills use. */
export async function seedSmall(url: string): Promise<void> {
  await seed(url, { customers: ACCOUNT_PAIRS, entries: 4 * ACCOUNT_PAIRS });
  // Rich enough for a drill's transfers of one cent.
  await withClient(url, (client) => client.query("UPDATE accounts SET balance_cents = 1000000000"));
}
