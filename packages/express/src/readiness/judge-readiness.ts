import { type ProbeState, TOO_MANY_CONNECTIONS } from "./database-probe.ts";

/**
 * - `ready`: serves.
 * - `busy`: serves; requests wait for a connection, or all are in use.
 * - `stalled`: requests wait and nothing was granted for 10 s. Ready, unless an option says otherwise.
 * - `starting`: the probe has not reached the database yet. Not ready.
 * - `unreachable`: the database cannot be reached. Not ready.
 * - `shutting_down`: not ready for good.
 */
export type ReadinessStatus =
  | "ready"
  | "busy"
  | "stalled"
  | "starting"
  | "unreachable"
  | "shutting_down";

/** Whether this instance is to get requests, and why. Names no pool, host or user: `/readyz` tells it to everyone. */
export interface Readiness {
  readonly isReady: boolean;
  readonly status: ReadinessStatus;
  /** A sentence with the numbers. */
  readonly reason: string;
}

/** One pool as it stands. */
export interface PoolState {
  readonly name: string;
  readonly used: number;
  readonly idle: number;
  readonly pending: number;
  readonly max: number;
  readonly failuresSinceAlive: number;
  readonly silentSeconds: number;
  readonly hasServed: boolean;
  readonly stalledSeconds: number;
  readonly lastError: string | undefined;
}

/** What readiness follows from. */
export interface ReadinessEvidence {
  readonly isShuttingDown: boolean;
  /** The database was reached once. */
  readonly isStarted: boolean;
  readonly pools: readonly PoolState[];
  /** Pools that the app cannot do without. Empty: it is ready while one pool reaches its database. */
  readonly requiredPools: readonly string[];
  /** Undefined: there is no probe. */
  readonly probe: ProbeState | undefined;
  readonly probeFailures: number;
  /** Infinity: a stall never makes it not ready. */
  readonly notReadyAfterStalledSeconds: number;
}

// One connect that failed may be a blip; with two and no success nothing speaks for the database.
const FAILED_CONNECTS = 2;
// Longer than the gap between two requests of a pool that is in use at all.
const SILENT_SECONDS = 3;
// A grant takes milliseconds; no honest query of a web request holds every connection for so long.
const STALLED_SECONDS = 10;

/** Judges readiness; `docs/adr/0004-busy-is-not-broken.md` says why so. */
export function judgeReadiness(evidence: ReadinessEvidence): Readiness {
  if (evidence.isShuttingDown)
    return notReady("shutting_down", "This instance is shutting down and takes no new requests.");
  return unreachable(evidence) ?? starting(evidence) ?? stalled(evidence) ?? busy(evidence);
}

/** Whether nothing speaks for the database of `pool`, and connects to it fail. */
function isUnreachable(pool: PoolState): boolean {
  return pool.failuresSinceAlive >= FAILED_CONNECTS && pool.silentSeconds >= SILENT_SECONDS;
}

function unreachable(evidence: ReadinessEvidence): Readiness | undefined {
  const { probe, probeFailures } = evidence;
  const down = downPool(evidence);
  if (down !== undefined)
    return notReady(
      "unreachable",
      `${down.failuresSinceAlive} connects failed and none succeeded, the last with ${down.lastError ?? "no code"}.`,
    );
  // A probe that is set up wrongly must not take out an app whose pools work.
  if (probe === undefined || probe.failures < probeFailures || hasServed(evidence))
    return undefined;
  return notReady(
    "unreachable",
    `The last ${probe.failures} probes of the database failed, the last with ${probe.lastError ?? "no code"}.`,
  );
}

/** A required pool that is unreachable; with none required, one when no other pool shows life. */
function downPool({ pools, requiredPools }: ReadinessEvidence): PoolState | undefined {
  if (requiredPools.length > 0)
    return pools.find((pool) => requiredPools.includes(pool.name) && isUnreachable(pool));
  const isAnyAlive = pools.some(
    (pool) => !isUnreachable(pool) && pool.silentSeconds < SILENT_SECONDS,
  );
  return isAnyAlive ? undefined : pools.find(isUnreachable);
}

function hasServed({ pools, requiredPools }: ReadinessEvidence): boolean {
  return pools.some(
    (pool) => pool.hasServed && (requiredPools.length === 0 || requiredPools.includes(pool.name)),
  );
}

function starting({ probe, isStarted }: ReadinessEvidence): Readiness | undefined {
  if (probe === undefined || isStarted) return undefined;
  const why =
    probe.lastError === undefined ? "" : `; the last probe failed with ${probe.lastError}`;
  return notReady("starting", `The database has not been reached yet${why}.`);
}

function stalled(evidence: ReadinessEvidence): Readiness | undefined {
  const { notReadyAfterStalledSeconds } = evidence;
  const [pool] = evidence.pools.toSorted((a, b) => b.stalledSeconds - a.stalledSeconds);
  if (pool === undefined || pool.stalledSeconds <= 0) return undefined;
  const reason = `${waiting(pool)}, and none was granted for ${pool.stalledSeconds.toFixed(0)} s.`;
  if (pool.stalledSeconds >= notReadyAfterStalledSeconds) return notReady("stalled", reason);
  if (pool.stalledSeconds < STALLED_SECONDS) return undefined;
  return { isReady: true, status: "stalled", reason };
}

function busy({ pools, probe }: ReadinessEvidence): Readiness {
  const [pool] = pools.toSorted((a, b) => b.pending - a.pending || b.used / b.max - a.used / a.max);
  if (pool !== undefined && (pool.pending > 0 || isSaturated(pool)))
    return { isReady: true, status: "busy", reason: `${waiting(pool)}.` };
  if (probe?.lastError === TOO_MANY_CONNECTIONS)
    return {
      isReady: true,
      status: "busy",
      reason: `The server has no connection left (${TOO_MANY_CONNECTIONS}).`,
    };
  return { isReady: true, status: "ready", reason: "Nothing waits for a connection." };
}

/** Whether every connection that the pool may open is in use. */
function isSaturated(pool: Pick<PoolState, "used" | "max">): boolean {
  return pool.max > 0 && pool.used >= pool.max;
}

function waiting({ pending, used, idle, max }: PoolState): string {
  const requests = pending === 1 ? "1 request waits" : `${pending} requests wait`;
  return `${requests} for a connection (used=${used}, idle=${idle}, limit=${max})`;
}

function notReady(status: ReadinessStatus, reason: string): Readiness {
  return { isReady: false, status, reason };
}
