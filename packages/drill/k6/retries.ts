// Question it answers: what does on-call learn when clients that retry keep a pool down after the trigger is gone?
//
// Readers of one account each, RATE per second beside the steady load of money.ts. Who gets no good answer within PATIENCE asks
// again at once, up to RETRIES times: each failure brings more load, also when nothing is broken any more.
//   k6 run --no-usage-report --quiet --env BASE_URL=http://127.0.0.1:3000 packages/drill/k6/retries.ts
// BASE_URL   where Money listens (required)
// DURATION   how long the load lasts, "180s" unless told
// RATE       readers per second, 20 unless told
// RETRIES    how often one asks again, 4 unless told
// PATIENCE   milliseconds for which one waits for an answer, 2000 unless told
// CUSTOMERS  how many customers were seeded, 10000 unless told
import type { Options } from "k6/options";
import { assertMoney, impatientAccount, readInteger, TIMEOUT_SECONDS } from "./money-requests.ts";

const RATE = readInteger("RATE", 20);
const RETRIES = readInteger("RETRIES", 4);
const PATIENCE_MS = readInteger("PATIENCE", 2000);
const LONGEST_SECONDS = Math.ceil(((RETRIES + 1) * PATIENCE_MS) / 1000) + 2;

export const options: Options = {
  scenarios: {
    retries: {
      executor: "constant-arrival-rate",
      exec: "readAgain",
      rate: RATE,
      timeUnit: "1s",
      duration: __ENV["DURATION"] ?? "180s",
      preAllocatedVUs: RATE,
      maxVUs: RATE * LONGEST_SECONDS,
      gracefulStop: `${TIMEOUT_SECONDS + 1}s`,
    },
  },
};

export function setup(): void {
  assertMoney();
}

export function readAgain(): void {
  for (let attempt = 0; attempt <= RETRIES; attempt += 1) {
    const { status } = impatientAccount(PATIENCE_MS);
    if (status > 0 && status < 500) return;
  }
}
