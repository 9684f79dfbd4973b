// Question it answers: does a short burst page anybody? It must not: the pool queues for some milliseconds, as it is made to.
//
// SIZE readers at the same moment, every EVERY seconds, beside the steady load of money.ts:
//   k6 run --no-usage-report --quiet --env BASE_URL=http://127.0.0.1:3000 packages/drill/k6/bursts.ts
// BASE_URL   where Money listens (required)
// DURATION   how long the load lasts, "180s" unless told
// RATE       SIZE: readers of one burst, 40 unless told
// EVERY      seconds from one burst to the next, 5 unless told
// CUSTOMERS  how many customers were seeded, 10000 unless told
import { sleep } from "k6";
import type { Options } from "k6/options";
import { account, assertMoney, readInteger } from "./money-requests.ts";

const SIZE = readInteger("RATE", 40);
const EVERY_SECONDS = readInteger("EVERY", 5);

export const options: Options = {
  scenarios: {
    bursts: {
      executor: "constant-vus",
      exec: "readTogether",
      vus: SIZE,
      duration: __ENV["DURATION"] ?? "180s",
    },
  },
};

export function setup(): void {
  assertMoney();
}

/** All readers sleep until the same moment of the clock. */
export function readTogether(): void {
  const every = EVERY_SECONDS * 1000;
  const next = (Math.floor(Date.now() / every) + 1) * every;
  sleep((next - Date.now()) / 1000);
  account();
}
