import type { Express } from "express";
import { notFound } from "../errors.ts";
import { ID_RULE, type IntegerRule, parseInteger } from "../input.ts";
import type { Services } from "../services.ts";

interface Entry {
  id: number;
  /** null for an opening deposit, as is the counterparty. */
  transfer: number | null;
  /** The other account of the transfer. */
  counterparty: number | null;
  /** Cents; negative when paid out. */
  amount: number;
  bookedAt: Date;
}

const LIMIT_RULE: IntegerRule = { min: 1, max: 100, unit: "entries" };
const DEFAULT_LIMIT = 20;

/**
 * `GET /accounts/:id/statement?before=&limit=`: the newest entries first, then older ones by `before=nextBefore`.
 * Keyset pages: entries booked meanwhile shift nothing. Ids ascend in booking order within an account, since the
 * transfer that books them holds the lock on its row.
 */
export function addStatementRoutes(app: Express, services: Services): void {
  const { pool, readSql, readThrough } = services;
  app.get("/accounts/:id/statement", async (request, response) => {
    const account = parseInteger("id", request.params.id, ID_RULE);
    const before = optionalInteger("before", request.query["before"], ID_RULE, ID_RULE.max);
    const limit = optionalInteger("limit", request.query["limit"], LIMIT_RULE, DEFAULT_LIMIT);
    // One more than asked for tells whether there is a next page.
    const rows = await readThrough(`statement ${account} ${before} ${limit}`, () =>
      pool.query<Entry | { id: null }>(readSql(STATEMENT), [account, before, limit + 1]),
    );
    if (rows.length === 0) throw notFound("account", account);
    const found = rows.filter((row): row is Entry => row.id !== null);
    const entries = found.slice(0, limit);
    const nextBefore = found.length > limit ? entries.at(-1)!.id : null;
    response.json({ account, entries, nextBefore });
  });
}

// The outer join tells an account without entries (one row of nulls) from no such account (no row).
const STATEMENT = `
  SELECT entry.*
  FROM accounts
  LEFT JOIN LATERAL (
    SELECT entries.id, transfer_id AS transfer,
           CASE WHEN entries.amount_cents < 0 THEN to_account ELSE from_account END AS counterparty,
           entries.amount_cents AS amount, entries.booked_at AS "bookedAt"
    FROM entries LEFT JOIN transfers ON transfers.id = transfer_id
    WHERE account_id = accounts.id AND entries.id < $2
    ORDER BY entries.id DESC
    LIMIT $3
  ) AS entry ON true
  WHERE accounts.id = $1
  ORDER BY entry.id DESC`;

function optionalInteger(key: string, text: unknown, rule: IntegerRule, fallback: number): number {
  return text === undefined ? fallback : parseInteger(key, text, rule);
}
