import type { Express } from "express";
import type pg from "pg";
import { inTransaction } from "../database.ts";
import { conflict, invalidInput } from "../errors.ts";
import { readBody, readText } from "../input.ts";
import type { Services } from "../services.ts";
import { type Account, ACCOUNT_COLUMNS } from "./accounts.ts";

interface Customer {
  id: number;
  email: string;
  name: string;
  signedUpAt: Date;
}

const MAX_NAME_CHARACTERS = 200;
// RFC 5321 allows 254 characters. More than one @ with text around it only a mail can check.
const MAX_EMAIL_CHARACTERS = 254;

/** `POST /sign-up {email, name}`: 201 with the customer and a first account; 409 when the address is taken. */
export function addCustomerRoutes(app: Express, { pool }: Services): void {
  app.post("/sign-up", async (request, response) => {
    const body = readBody(request.body);
    const email = readEmail(body["email"]);
    const name = readText("name", body["name"], MAX_NAME_CHARACTERS);
    const signedUp = await inTransaction(pool, (client) => signUp(client, email, name));
    response.status(201).json(signedUp);
  });
}

function readEmail(value: unknown): string {
  const email = readText("email", value, MAX_EMAIL_CHARACTERS).toLowerCase();
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw invalidInput("email", "an e-mail address", value);
  return email;
}

async function signUp(
  client: pg.PoolClient,
  email: string,
  name: string,
): Promise<Customer & { accounts: Account[] }> {
  const customers = await client.query<Customer>(
    `INSERT INTO customers (email, name) VALUES ($1, $2) ON CONFLICT (email) DO NOTHING
     RETURNING id, email, name, signed_up_at AS "signedUpAt"`,
    [email, name],
  );
  const customer = customers.rows[0];
  if (!customer) throw conflict(`email ${email} has signed up already`);
  const accounts = await client.query<Account>(
    `INSERT INTO accounts (customer_id, name) VALUES ($1, 'Current') RETURNING ${ACCOUNT_COLUMNS}`,
    [customer.id],
  );
  return { ...customer, accounts: accounts.rows };
}
