import { isClassWithMethods } from "../class-with-methods.ts";

/*
 * The parts of sequelize-pool that are read or patched, by shape instead of by type, so that no version of it is a dependency.
 * Read in sequelize-pool 7.1.0 and 8.0.1 lib/Pool.js, lib/Deferred.js.
 */

interface SequelizeResource {
  readonly resource: object;
  readonly useCount: number;
}

/** How a pool makes its connections; Sequelize hands in arrow functions. */
export interface SequelizeFactory {
  create(): unknown;
}

/** A sequelize-pool `Pool`. */
export interface SequelizePool {
  /** Sequelize 6: `sequelize`, `sequelize:read`, `sequelize:write`. */
  readonly name?: unknown;
  /** Connections, those being made included. */
  readonly size: number;
  readonly available: number;
  readonly using: number;
  readonly waiting: number;
  readonly maxSize: number;
  readonly minSize: number;
  readonly acquireTimeoutMillis: number;
  readonly maxUsesPerResource: number;
  readonly _draining: boolean;
  /** The promises of those who wait; the youngest is the last. */
  readonly _pendingAcquires: readonly object[];
  readonly _inUseObjects: readonly SequelizeResource[];
  readonly _availableObjects: readonly SequelizeResource[];
  _factory: SequelizeFactory;
}

/** The methods of sequelize-pool's prototype that are patched. */
const SEQUELIZE_METHODS = [
  "acquire",
  "release",
  "destroy",
  "_dispense",
  "_createResource",
] as const;

/** Whether `value` is sequelize-pool's class, a subclass of it, or a bundled copy of it. */
export function isSequelizePoolClass(value: unknown): value is { prototype: object } {
  return isClassWithMethods(value, SEQUELIZE_METHODS);
}
