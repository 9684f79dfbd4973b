import type { Express } from "express";
import { inTransaction, type Transact } from "../database.ts";
import { invalidInput } from "../errors.ts";
import { type IntegerRule, readBody, readInteger } from "../input.ts";
import type { Services } from "../services.ts";
import { blockLoop } from "./block-loop.ts";
import { createForgottenCommit } from "./forgotten-commit.ts";
import { createLeak } from "./leak.ts";
import { loseCache } from "./lost-cache.ts";
import { withNestedAcquire } from "./nested-acquire.ts";
import { createOutsideCall } from "./outside-call.ts";
import { slowStatement } from "./slow-statement.ts";

/** What is broken on purpose; 0 everywhere is a healthy Money. */
export interface FaultSettings {
  /** Every N-th committed transfer does not give its connection back; 0 = none. */
  leakEvery: number;
  /** Milliseconds of an outside call within each transfer's transaction; 0 = no call. */
  outsideCallMs: number;
  /** Seconds that the report's statement takes longer; 0 = none. */
  slowReportSeconds: number;
  /** 1: each transfer asks the pool for a second connection while it holds one; 0 = none does. */
  nestedAcquire: number;
  /** Milliseconds that each transfer computes for, once it has asked for its connection; 0 = none. */
  blockLoopMs: number;
  /** Every N-th transfer gives its connection back without COMMIT or ROLLBACK; 0 = none. */
  forgetCommitEvery: number;
  /** Milliseconds that the server takes longer for each statement that only reads, the report's included; 0 = none. */
  databaseMs: number;
  /** The share of reads for which the cache has nothing, in percent; 0 = it is whole. */
  cacheMissPercent: number;
}

/** Money's services with faults in them, and the routes that switch these. */
export interface Faults {
  services: Services;
  addRoutes: (app: Express) => void;
  close: () => Promise<void>;
}

const HEALTHY: FaultSettings = {
  leakEvery: 0,
  outsideCallMs: 0,
  slowReportSeconds: 0,
  nestedAcquire: 0,
  blockLoopMs: 0,
  forgetCommitEvery: 0,
  databaseMs: 0,
  cacheMissPercent: 0,
};

const RULES: Record<keyof FaultSettings, IntegerRule> = {
  leakEvery: { min: 0, max: 1_000_000, unit: "transfers, 0 = off" },
  outsideCallMs: { min: 0, max: 600_000, unit: "milliseconds, 0 = off" },
  // The statement timeout of 30 s still applies: above it the report fails with 503.
  slowReportSeconds: { min: 0, max: 600, unit: "seconds, 0 = off" },
  nestedAcquire: { min: 0, max: 1, unit: "1 = on, 0 = off" },
  blockLoopMs: { min: 0, max: 60_000, unit: "milliseconds, 0 = off" },
  forgetCommitEvery: { min: 0, max: 1_000_000, unit: "transfers, 0 = off" },
  databaseMs: { min: 0, max: 600_000, unit: "milliseconds, 0 = off" },
  cacheMissPercent: { min: 0, max: 100, unit: "percent of reads, 0 = off" },
};

/** Puts the faults around `ordinary`, each by one seam. All are off at first. */
export function createFaults(ordinary: Services): Faults {
  let settings = HEALTHY;
  let transact = transactionOf(HEALTHY);
  const outsideCall = createOutsideCall();
  const services: Services = {
    pool: ordinary.pool,
    transact: (pool, work) => {
      const { outsideCallMs, nestedAcquire, blockLoopMs } = settings;
      const called = outsideCall.within(work, outsideCallMs);
      const booked = transact(pool, nestedAcquire ? withNestedAcquire(pool, called) : called);
      // Meant to use the time in which the database works; but nobody hands out the connection meanwhile.
      if (blockLoopMs > 0) blockLoop(blockLoopMs);
      return booked;
    },
    ...slowReads(ordinary, () => settings),
    readThrough: loseCache(ordinary.readThrough, () => settings.cacheMissPercent),
  };
  const set = (next: FaultSettings): void => {
    // A ramp of another fault sends these again each second: what they have counted so far must stay.
    if (!isSameTransaction(next, settings)) transact = transactionOf(next);
    settings = next;
  };
  const addRoutes = (app: Express): void => {
    app.get("/faults", (_request, response) => {
      response.json(settings);
    });
    app.put("/faults", (request, response) => {
      set(readSettings(request.body));
      response.json(settings);
    });
  };
  return { services, addRoutes, close: outsideCall.close };
}

function slowReads(
  ordinary: Services,
  now: () => FaultSettings,
): Pick<Services, "readSql" | "reportSql"> {
  return {
    readSql: (sql) => slowStatement(ordinary.readSql(sql), now().databaseMs / 1000),
    reportSql: () => {
      const { databaseMs, slowReportSeconds } = now();
      return slowStatement(ordinary.reportSql(), slowReportSeconds + databaseMs / 1000);
    },
  };
}

function isSameTransaction(one: FaultSettings, other: FaultSettings): boolean {
  return one.leakEvery === other.leakEvery && one.forgetCommitEvery === other.forgetCommitEvery;
}

function transactionOf({ leakEvery, forgetCommitEvery }: FaultSettings): Transact {
  if (leakEvery > 0) return createLeak(leakEvery);
  return forgetCommitEvery > 0 ? createForgottenCommit(forgetCommitEvery) : inTransaction;
}

/** A PUT replaces everything: what it leaves out is off. */
function readSettings(value: unknown): FaultSettings {
  const settings = { ...HEALTHY };
  const body = readBody(value);
  for (const key of Object.keys(body)) {
    if (!isSetting(key)) {
      throw invalidInput(key, `left out; faults are ${Object.keys(RULES).join(", ")}`, body[key]);
    }
    settings[key] = readInteger(key, body[key], RULES[key]);
  }
  return settings;
}

function isSetting(key: string): key is keyof FaultSettings {
  return Object.hasOwn(RULES, key);
}
