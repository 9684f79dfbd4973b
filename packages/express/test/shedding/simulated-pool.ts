import { HeldConnection, type PoolRequest, PoolRegistry } from "@plimsoll/pool-observer";
import { PoolShedder } from "../../src/shedding/pool-shedder.ts";

/** What became of the requests of a simulated pool. */
export interface Simulation {
  readonly served: number;
  readonly shed: number;
  /** Of the waits for a connection. */
  readonly p95Seconds: number;
}

const CONNECTIONS = 4;

/** A pool that can serve `perSecond` requests, and is asked by `factor` as many, at random moments; the same at each run. */
export function simulate(options: {
  readonly perSecond: number;
  readonly factor: number;
  readonly seconds: number;
  readonly isShedding: boolean;
}): Simulation {
  const { perSecond, factor, seconds, isShedding } = options;
  const random = seeded(1);
  const exponential = (mean: number) => -mean * Math.log(1 - random());
  let now = 0;
  let shed = 0;
  const registry = new PoolRegistry({ clock: () => now });
  const queue: PoolRequest[] = [];
  const busyUntil: { connection: HeldConnection; at: number }[] = [];
  const tracker = registry.add(
    { explicitName: "simulated" },
    {
      counts: () => ({
        total: busyUntil.length,
        idle: 0,
        connecting: 0,
        queued: queue.length,
        isEnded: false,
      }),
      limits: () => ({ max: CONNECTIONS, min: 0, acquireTimeoutSeconds: 0 }),
    },
  );
  const shedder = new PoolShedder(tracker, {
    targetSeconds: 0.1,
    intervalSeconds: 0.1,
    maxWaitSeconds: 1,
  });
  const waits: number[] = [];
  const grant = () => {
    const request = queue.shift();
    if (request === undefined) return;
    const connection = new HeldConnection();
    waits.push(now - request.startedAt);
    tracker.requestGranted(request, connection);
    busyUntil.push({ connection, at: now + exponential(CONNECTIONS / perSecond) });
    busyUntil.sort((a, b) => a.at - b.at);
  };
  const releaseUntil = (moment: number) => {
    for (let next = busyUntil[0]; next !== undefined && next.at <= moment; next = busyUntil[0]) {
      now = next.at;
      busyUntil.shift();
      tracker.released(next.connection);
      grant();
    }
  };
  let arrival = 0;
  while ((arrival += exponential(1 / (perSecond * factor))) < seconds) {
    releaseUntil(arrival);
    now = arrival;
    if (isShedding && shedder.shedFor("normal", now) !== undefined) {
      shed += 1;
      continue;
    }
    queue.push(tracker.requestStarted("queued"));
    if (busyUntil.length < CONNECTIONS) grant();
  }
  releaseUntil(seconds);
  // Those who still wait have waited so long at least.
  for (const request of queue) waits.push(seconds - request.startedAt);
  waits.sort((a, b) => a - b);
  return {
    served: waits.length - queue.length,
    shed,
    p95Seconds: waits[Math.floor(0.95 * (waits.length - 1))] ?? 0,
  };
}

/** Numerical Recipes' linear congruential generator: random enough, and the same each time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}
