import {
  type PoolCounts,
  type PoolLimits,
  type PoolRegistry,
  type PoolTracker,
  serverProbes,
} from "@plimsoll/pool-observer";
import { guard } from "../guard.ts";
import { patchClientClass } from "../pg-client/patch-client.ts";
import type { PgClient } from "../pg-client/pg-client.ts";
import { readSession, type SessionSettings } from "../pg-client/session-settings.ts";
import { readSafely } from "../read-safely.ts";
import { pgPoolProbeSource } from "../server-probe/probe-sources.ts";
import { identifyPool } from "./identify-pool.ts";
import type { PgPool } from "./pg-shapes.ts";
import { readPoolSettings } from "./pool-settings.ts";

const TRACKED = Symbol("plimsoll.pool");

/** What is kept per pool. */
export interface TrackedPool {
  readonly tracker: PoolTracker;
  /** Clients from `newClient()` until the pool first lends them. */
  readonly connecting: Set<PgClient>;
  /** As the client has it that began to connect last. */
  session: SessionSettings;
}

/** The record of `pool`, made at first sight: usually its first `connect()`. `name` wins over every other name. */
export function trackPool(pool: PgPool, registry: PoolRegistry, name?: string): TrackedPool {
  const known = (pool as { [TRACKED]?: TrackedPool })[TRACKED];
  if (known !== undefined) return known;
  // Here and not at the first new client: a pool from before us may never need one.
  patchClientClass(pool.Client.prototype);
  const identity = identifyPool(pool.options, process.env);
  const connecting = new Set<PgClient>();
  const tracker = registry.add(
    name === undefined ? identity : { ...identity, explicitName: name },
    readSafely(
      pool,
      (alive) => readCounts(alive, connecting),
      readLimits,
      (alive) => readPoolSettings(alive, tracked.session),
    ),
  );
  const tracked: TrackedPool = { tracker, connecting, session: {} };
  const [client] = pool._clients;
  if (client !== undefined) tracked.session = guard(() => readSession(client)) ?? {};
  Object.defineProperty(pool, TRACKED, { value: tracked });
  guard(() => serverProbes.offer(pgPoolProbeSource(pool, identity, tracker)));
  return tracked;
}

function readCounts(pool: PgPool, connecting: Set<PgClient>): PoolCounts {
  // An `onConnect` hook that failed drops its client without a word (pg-pool 3.14.0 index.js:294).
  for (const client of connecting) if (!pool._clients.includes(client)) connecting.delete(client);
  return {
    total: pool.totalCount,
    idle: pool.idleCount,
    connecting: connecting.size,
    queued: pool.waitingCount,
    isEnded: pool.ended,
  };
}

function readLimits(pool: PgPool): PoolLimits {
  const { max = 10, min = 0, connectionTimeoutMillis = 0 } = pool.options;
  return { max, min, acquireTimeoutSeconds: connectionTimeoutMillis / 1000 };
}
