import type pg from "pg";
import type { Test } from "tap";

/** Either so many that work one after the other, or so many pieces of work a second, whether earlier ones are done or not. */
export type Load = {
  readonly work: (pool: pg.Pool) => Promise<unknown>;
} & ({ readonly workers: number } | { readonly perSecond: number });

/** Loads `pool` until it is stopped, or the test ends; errors of the work are passed over. */
export function keepBusy(t: Test, pool: pg.Pool, load: Load): { stop(): void } {
  const state = { isStopped: false };
  const running = new Set<Promise<unknown>>();
  const work = async () => {
    const done = load.work(pool).catch(() => undefined);
    running.add(done);
    await done;
    running.delete(done);
  };
  const again = async () => {
    while (!state.isStopped) await work();
  };
  const timer =
    "perSecond" in load ? setInterval(() => void work(), 1000 / load.perSecond) : undefined;
  if ("workers" in load) for (let i = 0; i < load.workers; i += 1) void again();
  const stop = () => {
    state.isStopped = true;
    clearInterval(timer);
  };
  t.teardown(async () => {
    stop();
    await Promise.all(running);
  });
  return { stop };
}
