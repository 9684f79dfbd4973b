import type pg from "pg";
import { inTransaction, type Transact } from "./database.ts";
import { MONTHLY_REPORT } from "./monthly-report.ts";
import { createReadCache, type ReadThrough } from "./read-cache.ts";

/** What the routes work with. Tests and faults put their own in place of the ordinary ones. */
export interface Services {
  pool: pg.Pool;
  /** The transaction that a transfer runs in. */
  transact: Transact;
  /** The statement of the monthly report. $1 and $2: its first instant and the first after it. */
  reportSql: () => string;
  /** Any other statement that only reads, as it is sent. Takes text, not the query, so that the caller of the pool stays the route. */
  readSql: (sql: string) => string;
  /** What stands before the database for statements that only read. */
  readThrough: ReadThrough;
}

/** @param cacheSeconds how old a read may be; 0 = each asks the database */
export function ordinaryServices(pool: pg.Pool, cacheSeconds = 0): Services {
  return {
    pool,
    transact: inTransaction,
    reportSql: () => MONTHLY_REPORT,
    readSql: (sql) => sql,
    readThrough: createReadCache(cacheSeconds),
  };
}
