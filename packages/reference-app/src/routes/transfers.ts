import type { Express } from "express";
import type pg from "pg";
import { conflict, invalidInput, notFound } from "../errors.ts";
import { ID_RULE, type IntegerRule, readBody, readInteger } from "../input.ts";
import type { Services } from "../services.ts";

interface Order {
  from: number;
  to: number;
  /** Cents. */
  amount: number;
}

interface Receipt extends Order {
  id: number;
  bookedAt: Date;
}

// Ten million per transfer: a balance would need 900,000 of them to leave the safe integers.
const AMOUNT_RULE: IntegerRule = { min: 1, max: 1_000_000_000, unit: "cents" };

/** `POST /transfers {from, to, amount}`: 201 with the receipt; 404 unknown account, 409 insufficient funds. */
export function addTransferRoutes(app: Express, { pool, transact }: Services): void {
  app.post("/transfers", async (request, response) => {
    const order = readOrder(request.body);
    const receipt = await transact(pool, (client) => book(client, order));
    response.status(201).json(receipt);
  });
}

function readOrder(value: unknown): Order {
  const body = readBody(value);
  const from = readInteger("from", body["from"], ID_RULE);
  const to = readInteger("to", body["to"], ID_RULE);
  if (from === to) throw invalidInput("to", `another account than from (${from})`, to);
  return { from, to, amount: readInteger("amount", body["amount"], AMOUNT_RULE) };
}

async function book(client: pg.PoolClient, order: Order): Promise<Receipt> {
  const { from, to, amount } = order;
  const balances = await lockBalances(client, [from, to]);
  for (const id of [from, to]) if (!balances.has(id)) throw notFound("account", id);
  const balance = balances.get(from) ?? 0;
  if (balance < amount) {
    const message = `account ${from} has insufficient funds: balance ${balance}, amount ${amount} cents`;
    throw conflict(message, { balance, amount });
  }
  const transfer = await client.query<{ id: number; bookedAt: Date }>(
    `INSERT INTO transfers (from_account, to_account, amount_cents) VALUES ($1, $2, $3)
     RETURNING id, booked_at AS "bookedAt"`,
    [from, to, amount],
  );
  const { id, bookedAt } = transfer.rows[0]!;
  await client.query(
    `INSERT INTO entries (account_id, transfer_id, amount_cents)
     VALUES ($1, $3, -$4::bigint), ($2, $3, $4)`,
    [from, to, id, amount],
  );
  await client.query(
    `UPDATE accounts
     SET balance_cents = balance_cents + CASE id WHEN $1 THEN -$3::bigint ELSE $3 END
     WHERE id IN ($1, $2)`,
    [from, to, amount],
  );
  return { id, ...order, bookedAt };
}

/** Locks the accounts' rows. Every transfer locks in the order of the ids: two that cross cannot deadlock. */
async function lockBalances(client: pg.PoolClient, ids: number[]): Promise<Map<number, number>> {
  const { rows } = await client.query<{ id: number; balance: number }>(
    `SELECT id, balance_cents AS balance FROM accounts WHERE id = ANY($1) ORDER BY id FOR UPDATE`,
    [ids],
  );
  return new Map(rows.map(({ id, balance }) => [id, balance]));
}
