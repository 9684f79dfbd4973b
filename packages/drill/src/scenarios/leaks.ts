import type { Scenario } from "../scenario/scenario.ts";
import { leakConnections } from "./leak-connections.ts";
import { FAULT } from "./ordinary.ts";
import { replayOutage } from "./replay-outage.ts";

// Of 15 requests per second 3.75 are transfers.
const ONE_IN_30_SECONDS = 112;
const ONE_IN_10_SECONDS = 37;

/** Connections that are never given back. */
export const LEAKS: readonly Scenario[] = [
  {
    ...FAULT,
    name: "leak",
    title: "a transfer in 112 keeps its connection: one is lost every 30 s",
    plan: { hasBalancer: true },
    begin: leakConnections(ONE_IN_30_SECONDS),
    expectedCauses: ["leak"],
    expectedRoute: "/transfers",
  },
  {
    ...FAULT,
    name: "leak-fast",
    title: "a transfer in 37 keeps its connection: one is lost every 10 s",
    plan: { hasBalancer: true },
    begin: leakConnections(ONE_IN_10_SECONDS),
    expectedCauses: ["leak"],
    expectedRoute: "/transfers",
  },
  {
    ...FAULT,
    name: "acquire-timeout-missing",
    title: "the pool waits for ever, and one connection is lost every 10 s",
    plan: { hasBalancer: true, env: { MONEY_ACQUIRE_TIMEOUT_MS: "0" } },
    begin: leakConnections(ONE_IN_10_SECONDS),
    expectedCauses: ["leak"],
    expectedRoute: "/transfers",
  },
  {
    ...FAULT,
    name: "post-mortem",
    title:
      "the outage of 13 April 2024, and what its responders tried: scale out, then restart the database",
    plan: { hasBalancer: true },
    begin: replayOutage(ONE_IN_10_SECONDS),
    // The page and the harm come within two minutes; then the mitigations are tried.
    aftermathSeconds: 210,
    expectedCauses: ["leak"],
    expectedRoute: "/transfers",
  },
];
