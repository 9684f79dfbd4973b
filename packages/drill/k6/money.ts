// Question it answers: when does the first user of Money see an error or wait longer than one second?
//
// Steady arrivals on every route of Money, whether or not earlier requests have been answered:
//   k6 run --no-usage-report --quiet --env BASE_URL=http://127.0.0.1:3000 packages/drill/k6/money.ts
// BASE_URL   where Money listens (required)
// DURATION   how long the load lasts, "180s" unless told
// RATE       requests per second over all routes, an integer, 20 unless told
// CUSTOMERS  how many customers were seeded, 10000 unless told; customer n owns accounts 2n − 1 and 2n
// A request counts when it ends: one that fails after 5 s was a user-visible error from its first second on. The CSV
// output (--out csv=FILE, K6_CSV_TIME_FORMAT=unix_milli) has both: timestamp is its end, http_req_duration its length.
// k6 exits with 99 when a threshold was crossed, that is when a user saw an error.
import { check, fail } from "k6";
import exec from "k6/execution";
import http, { type RefinedResponse } from "k6/http";
import { Counter } from "k6/metrics";
import type { ConstantArrivalRateScenario, Options } from "k6/options";

const BASE_URL = readBaseUrl();
const DURATION = __ENV["DURATION"] ?? "180s";
const RATE = readInteger("RATE", 20);
const CUSTOMERS = readInteger("CUSTOMERS", 10_000);
const ACCOUNTS = 2 * CUSTOMERS;

const TIMEOUT_SECONDS = 30;
const SLOW_MS = 1000; // Nielsen's limit for the flow of thought; the drill's "user-visible".

const PREPARED_USERS = 500; // For each kind of request: RATE 60 needs no more, and six times 500 take 600 MB.

const userErrors = new Counter("user_errors");

// 409 is an answer: the account lacked the money.
http.setResponseCallback(http.expectedStatuses({ min: 200, max: 399 }, 409));

export const options: Options = {
  scenarios: {
    transfers: arrivals("transfer", 25),
    accounts: arrivals("account", 23),
    account_lists: arrivals("accountList", 22),
    statements: arrivals("statement", 25),
    sign_ups: arrivals("signUp", 3),
    reports: arrivals("report", 2),
  },
  thresholds: {
    user_errors: ["count==0"],
    "user_errors{reason:failed}": ["count==0"],
    "user_errors{reason:slow}": ["count==0"],
    dropped_iterations: ["count==0"],
    // Shown for each route; crossed only together with user_errors.
    "http_req_duration{name:POST /transfers}": [`max<=${SLOW_MS}`],
    "http_req_duration{name:GET /accounts/:id}": [`max<=${SLOW_MS}`],
    "http_req_duration{name:GET /accounts}": [`max<=${SLOW_MS}`],
    "http_req_duration{name:GET /accounts/:id/statement}": [`max<=${SLOW_MS}`],
    "http_req_duration{name:POST /sign-up}": [`max<=${SLOW_MS}`],
    "http_req_duration{name:GET /reports/monthly}": [`max<=${SLOW_MS}`],
  },
  summaryTrendStats: ["avg", "med", "p(95)", "p(99)", "max"],
};

/** Ends the run at once with a clear message when Money is not there, or not seeded. */
export function setup(): { runId: string } {
  const health = http.get(`${BASE_URL}/healthz`, { timeout: "5s", tags: { name: "setup" } });
  if (health.status !== 200) {
    const answer = health.error || `status ${health.status}`;
    fail(
      `Money is not ready at ${BASE_URL} (${answer}). Start it with: node packages/reference-app/dist/src/main.js`,
    );
  }
  const last = http.get(`${BASE_URL}/accounts/${ACCOUNTS}`, { tags: { name: "setup" } });
  if (last.status !== 200) {
    fail(
      `Money at ${BASE_URL} answers ${last.status} for account ${ACCOUNTS}. Seed its database (node packages/reference-app/dist/src/seed.js) or set CUSTOMERS.`,
    );
  }
  return { runId: Date.now().toString(36) };
}

export function transfer(): void {
  const from = randomInteger(ACCOUNTS);
  const to = (from % ACCOUNTS) + 1;
  const amount = randomInteger(100);
  post("/transfers", { from, to, amount }, "POST /transfers");
}

export function account(): void {
  get(`/accounts/${randomInteger(ACCOUNTS)}`, "GET /accounts/:id");
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

export function signUp({ runId }: { runId: string }): void {
  const email = `k6-${runId}-${exec.scenario.iterationInTest}@example.com`;
  post("/sign-up", { email, name: "Load Test" }, "POST /sign-up");
}

export function report(): void {
  const month = `year=${2022 + randomInteger(2)}&month=${randomInteger(12)}`;
  get(`/reports/monthly?${month}`, "GET /reports/monthly");
}

/** Arrivals of one kind of request: `percent` of RATE, evenly spaced. */
function arrivals(name: string, percent: number): ConstantArrivalRateScenario {
  const users = Math.ceil(((RATE * percent) / 100) * (TIMEOUT_SECONDS + 2)) + 2;
  return {
    executor: "constant-arrival-rate",
    exec: name,
    // k6 takes integers only: RATE × percent in 100 s is the same rate.
    rate: RATE * percent,
    timeUnit: "100s",
    duration: DURATION,
    // A request that hangs keeps its virtual user until the timeout. Little: rate × timeout of them hang at most.
    // k6 drops an arrival for which it must make a user first, so the users are there from the start (0.2 MB each).
    preAllocatedVUs: Math.min(users, PREPARED_USERS),
    maxVUs: users,
    // Those that still hang at the end have been counted by their timeout.
    gracefulStop: `${TIMEOUT_SECONDS + 1}s`,
  };
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

function randomInteger(max: number): number {
  return 1 + Math.floor(Math.random() * max);
}

function readBaseUrl(): string {
  const text = __ENV["BASE_URL"] ?? "";
  if (/^https?:\/\/[^/]+\/?$/.test(text)) return text.replace(/\/$/, "");
  throw new Error(
    `BASE_URL must be a URL such as http://127.0.0.1:3000, got ${JSON.stringify(text)}`,
  );
}

function readInteger(key: string, fallback: number): number {
  const text = __ENV[key] ?? String(fallback);
  if (!/^[1-9]\d{0,6}$/.test(text)) {
    throw new Error(`${key} must be an integer from 1 to 9999999, got ${JSON.stringify(text)}`);
  }
  return Number(text);
}
