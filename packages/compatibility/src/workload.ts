import type { CellDatabase } from "./cell-database.ts";
import { closeGate, type Gate } from "./gate.ts";
import type { PoolSamples } from "./pool-samples.ts";
import type { RunningApp } from "./run-app.ts";
import { until } from "./until.ts";

/** The limit of every app's pool. */
export const LIMIT = 2;

/** Requests that want a connection at once, and keep it until all of them have asked. */
export const CALLERS = 6;

/** Those of the callers that must wait for a connection. */
export const QUEUED: number = CALLERS - LIMIT;

/** Requests that every app asks its pool for, at the least: a query, a transaction, a failing query and the callers. */
export const REQUESTS: number = 3 + CALLERS;

/** What was seen while {@link LIMIT} callers held every connection and {@link QUEUED} waited. */
export interface Stall {
  readonly pool: PoolSamples;
  /** That it lasted for, at the least. */
  readonly seconds: number;
}

// Long against the resolution of any clock, and short for a test.
const STALL_SECONDS = 0.1;
const PATIENCE_SECONDS = 5;

/**
 * Has the app do its work through HTTP.
 *
 * @throws Error when the app itself does not work: then nothing can be said of what is measured
 */
export async function driveApp(
  app: RunningApp,
  { url }: CellDatabase,
  read: () => Promise<PoolSamples>,
): Promise<Stall> {
  await expectAnswer(app, "query", "paid");
  await expectAnswer(app, "transaction", 2);
  const { status, answer } = await app.ask("failing");
  if (status !== 500) throw new Error(`/failing answered ${status} ${JSON.stringify(answer)}`);
  const gate = await closeGate(url);
  const callers = Promise.allSettled(
    Array.from({ length: CALLERS }, () => expectAnswer(app, "contended", "passed")),
  );
  const stall = await seeStall(app, gate, read).finally(() => gate.open());
  for (const caller of await callers) if (caller.status === "rejected") throw caller.reason;
  return stall;
}

async function seeStall(app: RunningApp, gate: Gate, read: () => Promise<PoolSamples>) {
  await untilContended(app, gate, LIMIT);
  const pool = await until(PATIENCE_SECONDS, read, isQueued);
  const since = performance.now();
  await new Promise((resolve) => {
    setTimeout(resolve, STALL_SECONDS * 1000);
  });
  return { pool, seconds: (performance.now() - since) / 1000 };
}

/**
 * Waits until all callers are in the app, and as many connections as its pool has wait for the gate.
 *
 * @throws Error when that does not come to be
 */
export async function untilContended(app: RunningApp, gate: Gate, limit: number): Promise<void> {
  const count = async () => [(await app.ask("callers")).answer, await gate.waiting()];
  const wanted = [CALLERS, limit].join();
  const seen = await until(PATIENCE_SECONDS, count, (counts) => counts.join() === wanted);
  if (seen.join() !== wanted)
    throw new Error(
      `callers and connections that wait for the gate: ${seen.join()}, not ${wanted}`,
    );
}

/** @throws Error when the app answers with something else */
export async function expectAnswer(app: RunningApp, route: string, wanted: unknown): Promise<void> {
  const { status, answer } = await app.ask(route);
  if (status !== 200 || answer !== wanted)
    throw new Error(`/${route} answered ${status} ${JSON.stringify(answer)}`);
}

function isQueued(pool: PoolSamples): boolean {
  return pool.isEmpty || pool.number("pendingRequests") >= QUEUED;
}
