import type pg from "pg";
import { inTransaction, type Transact } from "./database.ts";
import { MONTHLY_REPORT } from "./monthly-report.ts";

/** What the routes work with. Tests and faults put their own in place of the ordinary ones. */
export interface Services {
  pool: pg.Pool;
  /** The transaction that a transfer runs in. */
  transact: Transact;
  /** The statement of the monthly report. $1 and $2: its first instant and the first after it. */
  reportSql: () => string;
}

export function ordinaryServices(pool: pg.Pool): Services {
  return { pool, transact: inTransaction, reportSql: () => MONTHLY_REPORT };
}
