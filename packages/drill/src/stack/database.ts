import { seed } from "@plimsoll/reference-app";
import { type RunningPostgres, startPostgres } from "@plimsoll/setup";
import { createWriteStream } from "node:fs";
import { DrillError } from "../drill-error.ts";
import type { Processes } from "./processes.ts";
import type { RunFolder } from "./run-folder.ts";

const WATCH_MS = 1000;

/**
 * The data is deleted after the run, so it need not survive a crash. Without this a busy disk makes commits wait for over
 * a second, and users see errors that have nothing to do with the fault. The report says so.
 */
const DATABASE_SETTINGS = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
} as const;

/** What may differ from one server of a run to the next. */
export interface ServerOptions {
  /** Of its data folder and its log. @default "postgres" */
  readonly name?: string;
  /** Beside those that make it fast, such as `{ max_connections: 20 }`. @default {} */
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
  /** The server that it follows as a streaming standby. @default none: it is a primary */
  readonly standbyOf?: RunningPostgres;
}

/** A running PostgreSQL with Money's seeded database. */
export interface Database {
  readonly url: string;
  /** Superuser, on another database of the server. */
  readonly adminUrl: string;
  /** Process id of the server (the postmaster); another one after a restart. */
  readonly pid: number;
  /** The fault `db-restart`: ends it, and starts it again on the same port after `downSeconds`. Resolves when it serves. */
  restart(downSeconds: number): Promise<void>;
}

/** How Money's database differs from the ordinary one. */
export interface DatabaseOptions extends ServerOptions {
  /** Customers to seed, each with two accounts and twelve entries. @default 10,000 */
  readonly customers?: number | undefined;
}

const ENTRIES_PER_CUSTOMER = 12;

/** Starts PostgreSQL with Money's seeded database. */
export async function startDatabase(
  processes: Processes,
  folder: RunFolder,
  abort: AbortController,
  options: DatabaseOptions = {},
): Promise<Database> {
  return (await startSeeded(processes, folder, abort, options)).database;
}

/** The same, and the server itself for whoever adds a standby to it. */
export async function startSeeded(
  processes: Processes,
  folder: RunFolder,
  abort: AbortController,
  { customers, ...options }: DatabaseOptions,
): Promise<{ database: Database; server: RunningPostgres }> {
  const server = await startServer(processes, folder, abort, options);
  const url = await server.createDatabase("money");
  await seed(url, customers ? { customers, entries: ENTRIES_PER_CUSTOMER * customers } : {});
  abort.signal.throwIfAborted();
  const database: Database = {
    url,
    adminUrl: server.url,
    get pid() {
      return server.pid;
    },
    restart: (downSeconds) => server.restart(downSeconds),
  };
  return { database, server };
}

/** Starts PostgreSQL, empty. The run is aborted when it ends by itself. */
export async function startServer(
  processes: Processes,
  folder: RunFolder,
  abort: AbortController,
  { name = "postgres", settings = {}, standbyOf }: ServerOptions = {},
): Promise<RunningPostgres> {
  const log = createWriteStream(folder.log(name), { flags: "a" });
  const server = await startPostgres({
    dataDir: folder.data(name),
    isTemporary: true,
    ...(standbyOf && { standbyOf }),
    settings: { ...DATABASE_SETTINGS, ...settings },
    onServerLine: (line) => void log.write(`${line}\n`),
  });
  const watch = setInterval(() => {
    if (!server.hasDied()) return;
    clearInterval(watch);
    const lines = server.lastLog().slice(-8).join("\n    ");
    const message = `PostgreSQL: ended by itself. Its last lines:\n    ${lines}`;
    abort.abort(new DrillError("PLIMSOLL_PROCESS_DIED", message));
  }, WATCH_MS);
  await processes.add(async () => {
    clearInterval(watch);
    await server.stop();
    log.end();
  });
  abort.signal.throwIfAborted();
  return server;
}
