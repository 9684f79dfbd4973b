import { extraLoad } from "../fault/extra-load.ts";
import { growingFault, moneyFault } from "../fault/money-fault.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { FAULT, INSTANT_FAULT, RESOLVE_SECONDS } from "./ordinary.ts";

/** Connections that are held for longer than usual, each for another reason. */
export const HOLDS: readonly Scenario[] = [
  {
    ...FAULT,
    name: "slow-query",
    resolveSeconds: RESOLVE_SECONDS,
    title: "a plan goes bad: every read takes longer, up to 1 s within 10 minutes",
    plan: { usual: { databaseMs: 20 }, env: { MONEY_POOL_MAX: "5" } },
    begin: growingFault({ setting: "databaseMs", from: 20, to: 1000, seconds: 600 }),
    expectedCauses: ["slow_query"],
  },
  {
    ...FAULT,
    name: "held-idle",
    title:
      "each transfer calls another service within its transaction, and that slows down to 1.5 s within 10 minutes",
    plan: { usual: { outsideCallMs: 20 }, env: { MONEY_POOL_MAX: "5" } },
    loads: [{ rate: 30 }],
    begin: growingFault({ setting: "outsideCallMs", from: 20, to: 1500, seconds: 600 }),
    expectedCauses: ["held_idle"],
    expectedRoute: "/transfers",
  },
  {
    ...FAULT,
    name: "lock-contention",
    title:
      "more and more transfers want the row of one account, up to 20 per second within 10 minutes",
    plan: { usual: { outsideCallMs: 60 } },
    begin: extraLoad({ script: "hot-account", rate: 20, env: { RAMP: "600s" } }),
    expectedCauses: ["lock_wait"],
    expectedRoute: "/transfers",
  },
  {
    ...INSTANT_FAULT,
    name: "idle-in-transaction",
    title: "transfers stay in their transaction, over a call that is not answered",
    begin: moneyFault({ outsideCallMs: 600_000 }),
    // After half a minute the same connections are leak suspects; both say that the app keeps them without a query.
    expectedCauses: ["held_idle", "leak"],
    expectedRoute: "/transfers",
  },
  {
    ...INSTANT_FAULT,
    name: "nested-acquire",
    title: "each transfer asks for a second connection while it holds one",
    plan: { env: { MONEY_POOL_MAX: "4" } },
    loads: [{ rate: 20 }],
    begin: moneyFault({ nestedAcquire: 1, outsideCallMs: 500 }),
    expectedCauses: ["nested_acquire"],
    expectedRoute: "/transfers",
  },
  {
    ...INSTANT_FAULT,
    name: "event-loop-block",
    resolveSeconds: RESOLVE_SECONDS,
    title: "each transfer computes for 0.24 s, and nothing else runs meanwhile",
    // 3.75 transfers per second: nine tenths of the time. More of them would never be worked off, and Money could not be healed.
    begin: moneyFault({ blockLoopMs: 240 }),
    expectedCauses: ["event_loop"],
  },
];
