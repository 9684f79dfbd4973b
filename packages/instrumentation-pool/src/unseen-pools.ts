import type { Socket } from "node:net";
import { diag } from "@opentelemetry/api";
import type { PoolRegistry } from "@plimsoll/pool-observer";
import { guard } from "./guard.ts";
import { foundLibraries } from "./pool-libraries.ts";

// Registered for PostgreSQL; an app that sets another one for pg says so in PGPORT.
const DEFAULT_PORT = 5432;
// Long enough for an app to have opened its pool; once more for one that is slow, or opens it late.
const CHECKS_AFTER_SECONDS: readonly number[] = [10, 60];

/**
 * Warns once when the process has connections to PostgreSQL and no pool of it was found: the library is in a bundle, or is one that is not known.
 * Its timers keep no process alive.
 *
 * @returns a function that ends it
 */
export function watchForUnseenPools(registry: PoolRegistry): () => void {
  let isDone = false;
  const timers = CHECKS_AFTER_SECONDS.map((seconds) =>
    setTimeout(() => {
      if (isDone) return;
      isDone = guard(() => warnOfUnseenPools(registry)) ?? true;
    }, seconds * 1000).unref(),
  );
  return () => timers.forEach((timer) => clearTimeout(timer));
}

/** Returns whether there is nothing to look for any more. */
function warnOfUnseenPools(registry: PoolRegistry): boolean {
  if ([...registry.trackers()].length > 0) return true;
  const port = Number(process.env["PGPORT"] || DEFAULT_PORT);
  const sockets = openSockets().filter((socket) => socket.remotePort === port);
  // One connection of a library that is known is a client without a pool.
  if (sockets.length < (foundLibraries.size === 0 ? 1 : 2)) return false;
  const count = sockets.length === 1 ? "1 connection" : `${sockets.length} connections`;
  diag.warn(
    `plimsoll: this process has ${count} to port ${port} and no pool that can be measured, so there are no pool metrics; ` +
      "the app is not affected. A library inside of a bundle is not found: call observePool(pool, { name }), or leave the library out of the bundle. " +
      "Libraries that are known: pg, Knex, Sequelize, postgres.js, Neon.",
  );
  return true;
}

/** The sockets that the process has open. Node has no public list of them. */
function openSockets(): Socket[] {
  const { _getActiveHandles: handles } = process as typeof process & {
    _getActiveHandles?: () => object[];
  };
  return (handles?.() ?? []).filter((handle): handle is Socket => "remotePort" in handle);
}
