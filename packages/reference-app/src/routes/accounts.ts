import type { Express } from "express";
import { notFound } from "../errors.ts";
import { ID_RULE, parseInteger } from "../input.ts";
import type { Services } from "../services.ts";

/** An account as clients see it; the balance is in cents. */
export interface Account {
  id: number;
  customer: number;
  name: string;
  balance: number;
  openedAt: Date;
}

export const ACCOUNT_COLUMNS = `
  id, customer_id AS customer, name, balance_cents AS balance, opened_at AS "openedAt"`;

const BY_CUSTOMER = `SELECT ${ACCOUNT_COLUMNS} FROM accounts WHERE customer_id = $1 ORDER BY id`;
const BY_ID = `SELECT ${ACCOUNT_COLUMNS} FROM accounts WHERE id = $1`;

/** `GET /accounts?customer=ID` and `GET /accounts/:id`. */
export function addAccountRoutes(app: Express, services: Services): void {
  const { pool, readSql, readThrough } = services;
  app.get("/accounts", async (request, response) => {
    const customer = parseInteger("customer", request.query["customer"], ID_RULE);
    const rows = await readThrough(`accounts of customer ${customer}`, () =>
      pool.query<Account>(readSql(BY_CUSTOMER), [customer]),
    );
    // A customer has an account from sign-up on.
    if (rows.length === 0) throw notFound("customer", customer);
    response.json({ accounts: rows });
  });

  app.get("/accounts/:id", async (request, response) => {
    const id = parseInteger("id", request.params.id, ID_RULE);
    const rows = await readThrough(`account ${id}`, () =>
      pool.query<Account>(readSql(BY_ID), [id]),
    );
    if (!rows[0]) throw notFound("account", id);
    response.json(rows[0]);
  });
}
