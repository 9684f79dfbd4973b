// Question it answers: does a nightly job that asks for many reports page anybody? It must not: it waits for each answer.
//
// RATE workers, each of which asks for the next report when it has the last one:
//   k6 run --no-usage-report --quiet --env BASE_URL=http://127.0.0.1:3000 packages/drill/k6/reports.ts
// BASE_URL   where Money listens (required)
// DURATION   how long the load lasts, "180s" unless told
// RATE       workers, 2 unless told
import type { Options } from "k6/options";
import { assertMoney, readInteger, report } from "./money-requests.ts";

export const options: Options = {
  scenarios: {
    reports: {
      executor: "constant-vus",
      exec: "work",
      vus: readInteger("RATE", 2),
      duration: __ENV["DURATION"] ?? "180s",
    },
  },
};

export function setup(): void {
  assertMoney();
}

export function work(): void {
  report();
}
