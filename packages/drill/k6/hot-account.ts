// Question it answers: how early does the page come when more and more transfers want the same row?
//
// Transfers that account 1 pays, beside the steady load of money.ts: from none to RATE per second within RAMP. Each locks the
// row until its COMMIT, so they queue in PostgreSQL, each with a connection of the pool in its hand.
//   k6 run --no-usage-report --quiet --env BASE_URL=http://127.0.0.1:3000 packages/drill/k6/hot-account.ts
// BASE_URL   where Money listens (required)
// DURATION   how long the load lasts after the ramp, "180s" unless told
// RATE       transfers per second at the end of the ramp, 20 unless told
// RAMP       how long the ramp takes, "300s" unless told
// CUSTOMERS  how many customers were seeded, 10000 unless told
import type { Options } from "k6/options";
import { assertMoney, readInteger, TIMEOUT_SECONDS, transferFrom } from "./money-requests.ts";

const PEAK = readInteger("RATE", 20);
const LONGEST_SECONDS = 8;

export const options: Options = {
  scenarios: {
    hot_account: {
      executor: "ramping-arrival-rate",
      exec: "pay",
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

export function pay(): void {
  transferFrom(1, 1); // One cent: it can pay for the whole drill.
}
