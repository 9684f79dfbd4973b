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
import exec from "k6/execution";
import type { ConstantArrivalRateScenario, Options } from "k6/options";
import {
  account,
  accountList,
  assertMoney,
  assertSeeded,
  readInteger,
  report,
  signUp as signUpAs,
  SLOW_MS,
  statement,
  TIMEOUT_SECONDS,
  transfer,
} from "./money-requests.ts";

export { account, accountList, report, statement, transfer };

const DURATION = __ENV["DURATION"] ?? "180s";
const RATE = readInteger("RATE", 20);

// Money gives up an acquire after 5 s, so a request hangs for little longer, as a rule.
const READY_SECONDS = 8;

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

export function setup(): { runId: string } {
  assertMoney();
  assertSeeded();
  return { runId: Date.now().toString(36) };
}

export function signUp({ runId }: { runId: string }): void {
  signUpAs(`k6-${runId}-${exec.scenario.iterationInTest}@example.com`);
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
    // A request that hangs keeps its virtual user until the timeout. k6 drops an arrival for which it must make a user first, so
    // those of the usual hangs are there from the start (0.2 MB and some milliseconds each).
    preAllocatedVUs: Math.ceil(((RATE * percent) / 100) * READY_SECONDS) + 2,
    maxVUs: users,
    // Those that still hang at the end have been counted by their timeout.
    gracefulStop: `${TIMEOUT_SECONDS + 1}s`,
  };
}
