import type { Test } from "tap";
import { measure, type PoolValues } from "./collect.ts";
import { serverConnections, until } from "./database.ts";
import type { DrivenPool, DriverOptions, Lease, PoolDriver } from "./pool-driver.ts";

/** A connection parked for longer is a leak suspect in these tests. */
export const LEAK_AFTER_SECONDS = 0.3;

/** A pool that is measured. */
export interface Measured {
  readonly pool: DrivenPool;
  /** What is reported of it now; each time that no request got lost. */
  readonly read: () => Promise<PoolValues>;
  /** Waits until the server has as many connections as are reported; the two cannot be read at one moment. */
  readonly untilAgreed: () => Promise<void>;
}

export type Open = (t: Test, options?: DriverOptions) => Measured;

export function openMeasured(t: Test, driver: PoolDriver, options?: DriverOptions): Measured {
  const collect = measure({ leakAfterSeconds: LEAK_AFTER_SECONDS });
  const pool = driver.open(t, options);
  const read = async () => {
    const values = (await collect()).of(pool.name);
    if (values.unaccounted !== 0) t.fail(`${values.unaccounted} requests got lost`);
    return values;
  };
  const untilAgreed = () =>
    until("as many connections at the server as are reported", async () => {
      const before = sum(await read());
      const server = await serverConnections(pool.name);
      return before === server && sum(await read()) === server;
    }).then(() => undefined);
  return { pool, read, untilAgreed };
}

/** Connections in whatever state. */
export function sum({ connections }: PoolValues): number {
  return Object.values(connections).reduce((total, count) => total + count, 0);
}

export function acquireAll(pool: DrivenPool, count: number): Promise<Lease[]> {
  return Promise.all(Array.from({ length: count }, () => pool.acquire()));
}
