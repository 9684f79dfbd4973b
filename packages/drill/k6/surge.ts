// Question it answers: how early does the page come when traffic ramps past what the pool can serve?
//
// Readers of one account each, beside the steady load of money.ts: from none to PEAK per second within RAMP, then PEAK.
//   k6 run --no-usage-report --quiet --env BASE_URL=http://127.0.0.1:3000 packages/drill/k6/surge.ts
// BASE_URL   where Money listens (required)
// DURATION   how long the load lasts after the ramp, "180s" unless told
// RATE       PEAK: requests per second at the end of the ramp, 60 unless told
// RAMP       how long the ramp takes, "300s" unless told
// CUSTOMERS  how many customers were seeded, 10000 unless told
import type { Options } from "k6/options";
import { account, assertMoney, readInteger, TIMEOUT_SECONDS } from "./money-requests.ts";

const PEAK = readInteger("RATE", 60);
// Money gives up an acquire after 5 s, so a request hangs for little longer.
const LONGEST_SECONDS = 8;

export const options: Options = {
  scenarios: {
    surge: {
      executor: "ramping-arrival-rate",
      exec: "read",
      startRate: 0,
      timeUnit: "1s",
      stages: [
        { target: PEAK, duration: __ENV["RAMP"] ?? "300s" },
        { target: PEAK, duration: __ENV["DURATION"] ?? "180s" },
      ],
      preAllocatedVUs: PEAK,
      maxVUs: PEAK * LONGEST_SECONDS,
      gracefulStop: `${TIMEOUT_SECONDS + 1}s`,
    },
  },
};

export function setup(): void {
  assertMoney();
}

export function read(): void {
  account();
}
