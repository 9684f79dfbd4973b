import type { Express } from "express";
import { inTransaction } from "../database.ts";
import { invalidInput } from "../errors.ts";
import { type IntegerRule, readBody, readInteger } from "../input.ts";
import type { Services } from "../services.ts";
import { createLeak } from "./leak.ts";
import { createOutsideCall } from "./outside-call.ts";
import { slowReport } from "./slow-report.ts";

/** What is broken on purpose; 0 everywhere is a healthy Money. */
export interface FaultSettings {
  /** Every N-th committed transfer does not give its connection back; 0 = none. */
  leakEvery: number;
  /** Milliseconds of an outside call within each transfer's transaction; 0 = no call. */
  outsideCallMs: number;
  /** Seconds that the report's statement takes longer; 0 = none. */
  slowReportSeconds: number;
}

/** Money's services with faults in them, and the routes that switch these. */
export interface Faults {
  services: Services;
  addRoutes: (app: Express) => void;
  close: () => Promise<void>;
}

const HEALTHY: FaultSettings = { leakEvery: 0, outsideCallMs: 0, slowReportSeconds: 0 };

const RULES: Record<keyof FaultSettings, IntegerRule> = {
  leakEvery: { min: 0, max: 1_000_000, unit: "transfers, 0 = off" },
  outsideCallMs: { min: 0, max: 600_000, unit: "milliseconds, 0 = off" },
  // The statement timeout of 30 s still applies: above it the report fails with 503.
  slowReportSeconds: { min: 0, max: 600, unit: "seconds, 0 = off" },
};

/** Puts the faults around `ordinary`, each by one seam: `transact` or `reportSql`. All are off at first. */
export function createFaults(ordinary: Services): Faults {
  let settings = HEALTHY;
  let leak = createLeak(HEALTHY.leakEvery);
  const outsideCall = createOutsideCall();
  const services: Services = {
    pool: ordinary.pool,
    transact: (pool, work) => {
      const transact = settings.leakEvery > 0 ? leak : inTransaction;
      return transact(pool, outsideCall.within(work, settings.outsideCallMs));
    },
    reportSql: () => slowReport(ordinary.reportSql(), settings.slowReportSeconds),
  };
  const addRoutes = (app: Express): void => {
    app.get("/faults", (_request, response) => {
      response.json(settings);
    });
    app.put("/faults", (request, response) => {
      settings = readSettings(request.body);
      leak = createLeak(settings.leakEvery);
      response.json(settings);
    });
  };
  return { services, addRoutes, close: outsideCall.close };
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
