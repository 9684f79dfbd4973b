import knexModule, { type Knex } from "knex";
import type pg from "pg";
import { serverOptions, uniqueName } from "../database.ts";
import { endAfter, type PoolDriver } from "../pool-driver.ts";

const ignore = () => undefined;

/** tarn's pool behind `knex`, as far as the tests look at it. */
export interface KnexPool {
  acquireTimeoutMillis: number;
  createTimeoutMillis: number;
  numUsed(): number;
  numPendingAcquires(): number;
  acquire(): { promise: Promise<object>; abort(): void };
  release(resource: object): boolean;
}

interface KnexClient {
  readonly pool: KnexPool | undefined;
  acquireConnection(): Promise<pg.Client>;
  releaseConnection(connection: pg.Client): Promise<void>;
}

export function clientOf(knex: Knex): KnexClient {
  return knex.client as KnexClient;
}

/** Knex on the test's database, silent, with tarn's pool named by its application_name. */
export function openKnex(
  connection: object = {},
  pool: Knex.PoolConfig = {},
): { knex: Knex; name: string } {
  const name = uniqueName();
  const knex = knexModule.default({
    client: "pg",
    connection: { ...serverOptions(), application_name: name, ...connection } as object,
    pool: { min: 0, ...pool },
    log: { warn: ignore, error: ignore, debug: ignore, deprecate: ignore },
  });
  return { knex, name };
}

export const knexDriver: PoolDriver = {
  library: "Knex",
  timeoutError: { name: "KnexTimeoutError", message: /^Knex: Timeout acquiring a connection/ },
  refusedError: { name: "Error", message: "connect ECONNREFUSED 127.0.0.1:1" },
  // knex 3.3.0 lib/client.js: a KnexTimeoutError with a text of its own, which knows nothing of tarn's.
  poolOfTimeout: () => undefined,
  open(t, { max = 10, idleSeconds, ...connection } = {}) {
    const { knex, name } = openKnex(connection, {
      max,
      ...(idleSeconds !== undefined && { idleTimeoutMillis: idleSeconds * 1000 }),
    });
    const client = clientOf(knex);
    const end = () => knex.destroy();
    const leased = endAfter(t, end);
    return {
      name,
      acquire: async () => {
        const held = await client.acquireConnection();
        return {
          query: (sql) => held.query(sql),
          release: leased(() => void client.releaseConnection(held)),
        };
      },
      begin: async () => {
        const transaction = await knex.transaction();
        return {
          query: async (sql) => transaction.raw(sql),
          release: leased(() => void transaction.rollback()),
        };
      },
      query: async (sql) => knex.raw(sql),
      setAcquireTimeout: (seconds) => {
        if (client.pool) client.pool.acquireTimeoutMillis = seconds * 1000;
      },
      end,
    };
  },
};
