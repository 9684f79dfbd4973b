import type { Test } from "tap";
import pg from "pg";

const { DATABASE_URL } = process.env;

/** The options of every test that needs a real PostgreSQL. */
export const needsDatabase: { skip: string | false } = {
  skip: DATABASE_URL === undefined && "DATABASE_URL is not set: no PostgreSQL to test against",
};

/** Where the server of `DATABASE_URL` is, as options of pg. */
export function serverOptions(): pg.PoolConfig & { host: string; port: number } {
  const url = new URL(DATABASE_URL ?? "");
  return {
    host: url.hostname,
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)),
  };
}

let names = 0;

/** A name that no other pool on the server has at this time. */
export function uniqueName(): string {
  names += 1;
  return `plimsoll-test-${process.pid}-${names}`;
}

/** A pool with an `application_name` of its own, which is its name in metrics. All that it lent is given back at the test's end. */
export function openPool(t: Test, options: pg.PoolConfig = {}): { pool: pg.Pool; name: string } {
  const name = uniqueName();
  const pool = new pg.Pool({ ...serverOptions(), application_name: name, ...options });
  pool.on("error", () => undefined);
  t.teardown(() => end(pool));
  return { pool, name };
}

/** Holds `count` connections of `pool`. */
export function hold(pool: pg.Pool, count: number): Promise<pg.PoolClient[]> {
  return Promise.all(Array.from({ length: count }, () => pool.connect()));
}

/** Asks the server through a connection of its own, which no pool knows. */
async function askServer<T>(sql: string, values: unknown[]): Promise<T[]> {
  const client = new pg.Client(serverOptions());
  await client.connect();
  try {
    const { rows } = await client.query({ text: sql, values, rowMode: "array" });
    return (rows as T[][]).map((row) => row[0] as T);
  } finally {
    await client.end();
  }
}

/** A role that may log in with `password`; it is dropped at the test's end. */
export async function createRole(t: Test, password: string): Promise<string> {
  names += 1;
  const role = `plimsoll_test_${process.pid}_${names}`;
  await askServer(`create role ${role} login password '${password}'`, []);
  t.teardown(() => askServer(`drop role ${role}`, []));
  return role;
}

/** How many connections with this `application_name` the server has. */
export async function serverConnections(name: string): Promise<number> {
  const sql = "select count(*)::int from pg_stat_activity where application_name = $1";
  return (await askServer<number>(sql, [name]))[0] ?? 0;
}

/** Ends the backends with this `application_name`. */
export async function killBackends(name: string): Promise<void> {
  await askServer(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1",
    [name],
  );
}

const UNTIL_SECONDS = 15;

/** Waits until `probe` gives a value that is not false, null or undefined, and returns it. */
export async function until<T>(
  what: string,
  probe: () => T | Promise<T>,
  withinSeconds: number = UNTIL_SECONDS,
): Promise<NonNullable<Exclude<T, false>>> {
  const deadline = performance.now() + withinSeconds * 1000;
  while (performance.now() < deadline) {
    const value = await probe();
    if (value !== undefined && value !== null && value !== false)
      return value as NonNullable<Exclude<T, false>>;
    await pause(0.01);
  }
  throw new Error(`${what}: not within ${withinSeconds} s`);
}

export function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, seconds * 1000);
  });
}

/** Ends `pool`, and takes away from their holders the connections that nobody gave back. */
async function end(pool: pg.Pool): Promise<void> {
  const ended = pool.ending ? undefined : pool.end();
  await until("the end of a test's pool", () => {
    for (const client of clientsOf(pool)) takeBack(client);
    return pool.ended;
  });
  await ended;
}

function clientsOf(pool: pg.Pool): pg.PoolClient[] {
  return (pool as unknown as { _clients: pg.PoolClient[] })._clients;
}

function takeBack(client: pg.PoolClient): void {
  try {
    client.release(true);
  } catch {
    // It is being opened, or it was given back.
  }
}
