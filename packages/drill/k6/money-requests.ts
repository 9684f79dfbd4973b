// What every load asks Money for, and what its users would call an error. No script of its own: the others import it.
import { check, fail } from "k6";
import http, { type RefinedResponse } from "k6/http";
import { Counter } from "k6/metrics";

export const BASE_URL: string = readBaseUrl();
const CUSTOMERS = readInteger("CUSTOMERS", 10_000);
export const ACCOUNTS: number = 2 * CUSTOMERS;

export const TIMEOUT_SECONDS = 30;
export const SLOW_MS = 1000; // Nielsen's limit for the flow of thought; the drill's "user-visible".

const userErrors = new Counter("user_errors");

// 409 is an answer: the account lacked the money.
http.setResponseCallback(http.expectedStatuses({ min: 200, max: 399 }, 409));

/** Ends the run at once with a clear message when Money is not there, or not seeded. */
export function assertMoney(): void {
  const health = http.get(`${BASE_URL}/healthz`, { timeout: "5s", tags: { name: "setup" } });
  if (health.status !== 200) {
    const answer = health.error || `status ${health.status}`;
    fail(
      `Money is not ready at ${BASE_URL} (${answer}). Start it with: node packages/reference-app/dist/src/main.js`,
    );
  }
}

/** Ends the run when the last account is not there: CUSTOMERS is wrong, or nothing was seeded. Needs the database. */
export function assertSeeded(): void {
  const last = http.get(`${BASE_URL}/accounts/${ACCOUNTS}`, { tags: { name: "setup" } });
  if (last.status !== 200) {
    fail(
      `Money at ${BASE_URL} answers ${last.status} for account ${ACCOUNTS}. Seed its database (node packages/reference-app/dist/src/seed.js) or set CUSTOMERS.`,
    );
  }
}

export function transfer(): void {
  transferFrom(randomInteger(ACCOUNTS), randomInteger(100));
}

/**
 * @param from the account that pays
 * @param amount in cents
 */
export function transferFrom(from: number, amount: number): void {
  const to = (from % ACCOUNTS) + 1;
  post("/transfers", { from, to, amount }, "POST /transfers");
}

export function account(): void {
  get(`/accounts/${randomInteger(ACCOUNTS)}`, "GET /accounts/:id");
}

/** Asks for an account, and gives up after `patienceMs`: Money may then still work for nobody. */
export function impatientAccount(patienceMs: number): RefinedResponse<"text"> {
  const name = "GET /accounts/:id";
  const path = `${BASE_URL}/accounts/${randomInteger(ACCOUNTS)}`;
  const response = http.get(path, { timeout: `${patienceMs}ms`, tags: { name } });
  judge(response, name);
  return response;
}

export function accountList(): void {
  get(`/accounts?customer=${randomInteger(CUSTOMERS)}`, "GET /accounts");
}

export function statement(): void {
  // Half of the readers look at the newest page, half at one further back.
  const before = Math.random() < 0.5 ? "" : `&before=${randomInteger(6 * ACCOUNTS)}`;
  const path = `/accounts/${randomInteger(ACCOUNTS)}/statement?limit=20${before}`;
  get(path, "GET /accounts/:id/statement");
}

/** @param email one that nobody has yet */
export function signUp(email: string): void {
  post("/sign-up", { email, name: "Load Test" }, "POST /sign-up");
}

export function report(): void {
  const month = `year=${2022 + randomInteger(2)}&month=${randomInteger(12)}`;
  get(`/reports/monthly?${month}`, "GET /reports/monthly");
}

function get(path: string, name: string): void {
  judge(http.get(BASE_URL + path, { timeout: `${TIMEOUT_SECONDS}s`, tags: { name } }), name);
}

function post(path: string, body: object, name: string): void {
  const headers = { "Content-Type": "application/json" };
  const params = { headers, timeout: `${TIMEOUT_SECONDS}s`, tags: { name } };
  judge(http.post(BASE_URL + path, JSON.stringify(body), params), name);
}

/** Counts what a user would call an error: no answer, a server's error, or one later than a second. */
function judge(response: RefinedResponse<"text">, name: string): void {
  const hasFailed = response.status === 0 || response.status >= 500;
  const isSlow = response.timings.duration > SLOW_MS;
  if (hasFailed) userErrors.add(1, { reason: "failed", name });
  else if (isSlow) userErrors.add(1, { reason: "slow", name });
  check(response, { "status is 2xx or 409": ({ status }) => status < 300 || status === 409 });
}

export function randomInteger(max: number): number {
  return 1 + Math.floor(Math.random() * max);
}

function readBaseUrl(): string {
  const text = __ENV["BASE_URL"] ?? "";
  if (/^https?:\/\/[^/]+\/?$/.test(text)) return text.replace(/\/$/, "");
  throw new Error(
    `BASE_URL must be a URL such as http://127.0.0.1:3000, got ${JSON.stringify(text)}`,
  );
}

/**
 * A whole number of the environment.
 * @throws an Error that names the key, the rule and the value.
 */
export function readInteger(key: string, fallback: number): number {
  const text = __ENV[key] ?? String(fallback);
  if (!/^[1-9]\d{0,6}$/.test(text)) {
    throw new Error(`${key} must be an integer from 1 to 9999999, got ${JSON.stringify(text)}`);
  }
  return Number(text);
}
