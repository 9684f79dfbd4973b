import { growingFault } from "../fault/money-fault.ts";
import { extraLoad } from "../fault/extra-load.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { FAULT, INSTANT_FAULT } from "./ordinary.ts";
import { triggerRetries } from "./trigger-retries.ts";

const ACCOUNT_ROUTE = "/accounts/:id";

/** More work than the pool can do. */
export const DEMAND: readonly Scenario[] = [
  {
    ...FAULT,
    name: "surge",
    title: "readers come, up to 60 per second within 10 minutes; the pool can serve 50",
    plan: { usual: { databaseMs: 200 } },
    begin: extraLoad({ script: "surge", rate: 60, env: { RAMP: "600s" } }),
    expectedCauses: ["demand"],
    expectedRoute: ACCOUNT_ROUTE,
  },
  {
    ...FAULT,
    name: "surge-fast",
    title: "readers come, up to 60 per second within 5 minutes; the pool can serve 50",
    plan: { usual: { databaseMs: 200 } },
    begin: extraLoad({ script: "surge", rate: 60, env: { RAMP: "300s" } }),
    expectedCauses: ["demand"],
    expectedRoute: ACCOUNT_ROUTE,
  },
  {
    ...FAULT,
    name: "cache-outage",
    title:
      "the cache of Money loses its entries within 10 minutes, and every read goes to the database",
    plan: { usual: { databaseMs: 200 }, env: { MONEY_CACHE_SECONDS: "60" }, customers: 50 },
    loads: [{ rate: 15 }, { script: "surge", name: "readers", rate: 60, env: { RAMP: "20s" } }],
    begin: growingFault({ setting: "cacheMissPercent", from: 0, to: 100, seconds: 600 }),
    expectedCauses: ["demand"],
    expectedRoute: ACCOUNT_ROUTE,
  },
  {
    ...FAULT,
    name: "pool-undersized",
    title:
      "the day's traffic comes, 30 readers per second within 10 minutes, and the pool has 2 connections",
    plan: { usual: { databaseMs: 60 }, env: { MONEY_POOL_MAX: "2" } },
    begin: extraLoad({ script: "surge", rate: 30, env: { RAMP: "600s" } }),
    expectedCauses: ["demand", "forecast"],
    expectedRoute: ACCOUNT_ROUTE,
  },
  {
    ...INSTANT_FAULT,
    name: "cascading-retries",
    title: "the database is slow for 20 s; the clients that ask again keep the pool down after it",
    plan: { usual: { databaseMs: 100 } },
    loads: [{ rate: 15 }, { script: "retries", rate: 25 }],
    begin: triggerRetries(),
    expectedCauses: ["demand", "slow_query"],
  },
];
