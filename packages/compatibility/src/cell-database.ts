import pg from "pg";
import { GATE_NAME } from "./gate.ts";

/** A database that only one app uses, so that every connection to it is that app's. */
export interface CellDatabase {
  readonly url: string;
  /** Connections that the server has to it, the gate's own left out. */
  connections(): Promise<number>;
  drop(): Promise<void>;
}

let databases = 0;

/** Makes an empty database on the server of `serverUrl`. */
export async function createCellDatabase(serverUrl: string): Promise<CellDatabase> {
  databases += 1;
  const name = `compatibility_${process.pid}_${databases}`;
  await ask(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    async connections() {
      const sql = `select count(*)::int as count from pg_stat_activity where datname = '${name}' and application_name <> '${GATE_NAME}'`;
      return (await ask(serverUrl, sql))[0]?.count ?? 0;
    },
    async drop() {
      await ask(serverUrl, `drop database ${name} with (force)`);
    },
  };
}

async function ask(url: string, sql: string): Promise<{ count: number }[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<{ count: number }>(sql)).rows;
  } finally {
    await client.end();
  }
}
