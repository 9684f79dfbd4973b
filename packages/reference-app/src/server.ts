import { createServer, type Server } from "node:http";
import { type Health, plimsollHealth } from "@plimsoll/express";
import type pg from "pg";
import { createApp } from "./app.ts";
import type { Config } from "./config.ts";
import { diagnose } from "./database-failure.ts";
import { createPool, createProbe } from "./database.ts";
import { createFaults } from "./faults/faults.ts";
import { listen } from "./listen.ts";
import { createOutageLog, type OutageLog } from "./outage-log.ts";
import { ordinaryServices } from "./services.ts";

/** A Money that serves. */
export interface Money {
  /** Base URL without a trailing slash. */
  url: string;
  pool: pg.Pool;
  health: Health;
  /** Stops accepting, lets requests finish for `graceSeconds` (default 10), then ends the pool. */
  close: (graceSeconds?: number) => Promise<void>;
}

const GRACE_SECONDS = 10; // Below the 30 s after which orchestrators kill.
const POOL_END_SECONDS = 2; // Enough to say goodbye on 10 sockets; a leaked client never comes back.

/**
 * Starts Money. It serves also when the database does not answer; requests that need it then get 503.
 * @throws the error of `listen`, such as EADDRINUSE.
 */
export async function startMoney(config: Config): Promise<Money> {
  const pool = createPool(config);
  const ordinary = ordinaryServices(pool, config.cacheSeconds);
  const faults = config.hasFaults ? createFaults(ordinary) : undefined;
  const log = createOutageLog((line) => console.error(line));
  const services = faults?.services ?? ordinary;
  const health = plimsollHealth({ probe: () => createProbe(config) });
  const { shedsLoad } = config;
  const app = createApp({ services, log, health, shedsLoad, addMore: faults?.addRoutes });
  const server = createServer(app);
  const port = await listen(server, config.port, config.host);
  void reportUnreadyDatabase(pool, log);
  let closing: Promise<void> | undefined;
  const close = async (graceSeconds: number): Promise<void> => {
    health.shutDown();
    await closeServer(server, graceSeconds);
    await endPool(pool);
    await faults?.close();
  };
  const host = config.host.includes(":") ? `[${config.host}]` : config.host;
  return {
    url: `http://${host}:${port}`,
    pool,
    health,
    // Once: SIGTERM may be followed by SIGINT, and a pool ends only once.
    close: (graceSeconds = GRACE_SECONDS) => (closing ??= close(graceSeconds)),
  };
}

/** One line at start for an operator; nothing waits for it. */
async function reportUnreadyDatabase(pool: pg.Pool, log: OutageLog): Promise<void> {
  try {
    await pool.query("SELECT 1 FROM accounts LIMIT 1");
  } catch (error) {
    const failure = diagnose(error, pool);
    if (failure) log(failure.kind, failure.line);
  }
}

async function closeServer(server: Server, graceSeconds: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const isClosed = await within(graceSeconds, closed);
  if (isClosed) return;
  console.error(`money: requests still ran after ${graceSeconds} s; their connections are cut.`);
  server.closeAllConnections();
}

async function endPool(pool: pg.Pool): Promise<void> {
  const isEnded = await within(POOL_END_SECONDS, pool.end());
  if (isEnded) return;
  const held = pool.totalCount - pool.idleCount;
  console.error(
    `money: connections not released within ${POOL_END_SECONDS} s of the end: ${held}. They close with the process.`,
  );
}

/** Whether `done` settled within the time. */
async function within(seconds: number, done: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), seconds * 1000);
  });
  try {
    return await Promise.race([done.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
