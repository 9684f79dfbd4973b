import type pg from "pg";
import { type Options, Sequelize } from "sequelize";
import { serverOptions, uniqueName } from "../database.ts";
import { endAfter, type PoolDriver } from "../pool-driver.ts";

/** sequelize-pool's pool behind Sequelize, as far as the tests look at it. */
export interface SequelizePool {
  acquireTimeoutMillis: number;
  readonly using: number;
  readonly waiting: number;
  acquire(): Promise<object>;
  release(resource: object): void;
}

interface ConnectionManager {
  readonly pool: SequelizePool;
  getConnection(options: object): Promise<pg.Client>;
  releaseConnection(connection: pg.Client): void;
}

export function managerOf(sequelize: Sequelize): ConnectionManager {
  return sequelize.connectionManager as unknown as ConnectionManager;
}

/** Where the test's database is, in Sequelize's words. */
export function sequelizeServer(): {
  host: string;
  port: number;
  username: string;
  password: string;
  database: string;
} {
  const { host, port, user = "", password, database = "" } = serverOptions();
  return { host, port, username: user, password: String(password ?? ""), database };
}

/** Sequelize on the test's database, silent, with its pool named by its application_name. */
export function openSequelize(options: Options = {}): { sequelize: Sequelize; name: string } {
  const name = uniqueName();
  const sequelize = new Sequelize({
    dialect: "postgres",
    ...sequelizeServer(),
    logging: false,
    // Without it Sequelize opens its first connection outside of the pool, to ask for the version.
    databaseVersion: "16.0.0",
    dialectOptions: { application_name: name },
    ...options,
  } as Options);
  return { sequelize, name };
}

export const sequelizeDriver: PoolDriver = {
  library: "Sequelize",
  timeoutError: { name: "SequelizeConnectionAcquireTimeoutError", message: "Operation timeout" },
  refusedError: {
    name: "SequelizeConnectionRefusedError",
    message: "connect ECONNREFUSED 127.0.0.1:1",
  },
  poolOfTimeout: (error) => (error as { parent?: { pool?: object } }).parent?.pool,
  open(t, { max = 10, idleSeconds = 10, ...connection } = {}) {
    const { sequelize, name } = openSequelize({
      ...connection,
      pool: { max, idle: idleSeconds * 1000 },
    });
    const manager = managerOf(sequelize);
    let ended: Promise<void> | undefined;
    const end = () => (ended ??= sequelize.close());
    const leased = endAfter(t, end);
    return {
      name,
      acquire: async () => {
        const held = await manager.getConnection({ type: "SELECT" });
        return {
          query: (sql) => held.query(sql),
          release: leased(() => manager.releaseConnection(held)),
        };
      },
      begin: async () => {
        const transaction = await sequelize.transaction();
        return {
          query: (sql) => sequelize.query(sql, { transaction }),
          release: leased(() => void transaction.rollback()),
        };
      },
      query: (sql) => sequelize.query(sql),
      setAcquireTimeout: (seconds) => {
        manager.pool.acquireTimeoutMillis = seconds * 1000;
      },
      end,
    };
  },
};
