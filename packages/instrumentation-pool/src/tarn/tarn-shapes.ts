import { isClassWithMethods } from "../class-with-methods.ts";

/*
 * The parts of tarn that are read or patched, by shape instead of by type, so that no version of it is a dependency.
 * Read in tarn 3.1.2 dist/Pool.js. Knex' `KnexPool` and every other subclass inherit its prototype.
 */

/** tarn's `Resource`: a connection with its place in the pool. */
interface TarnResource {
  readonly resource: object;
}

/** A tarn `Pool`. */
export interface TarnPool {
  readonly max: number;
  readonly min: number;
  readonly acquireTimeoutMillis: number;
  readonly createTimeoutMillis: number;
  readonly destroyed: boolean;
  /** Lent, or being validated before they are. */
  readonly used: readonly TarnResource[];
  readonly free: readonly TarnResource[];
  readonly pendingCreates: readonly unknown[];
  readonly pendingAcquires: readonly unknown[];
  /** Requests whose connection is being validated. */
  readonly pendingValidations: readonly unknown[];
}

/** The methods of tarn's prototype that are patched, and two that only tarn has. */
const TARN_METHODS = [
  "_executeEventHandlers",
  "_create",
  "_tryAcquireOrCreate",
  "numPendingValidations",
] as const;

/** Whether `value` is tarn's class, a subclass of it, or a bundled copy of it. */
export function isTarnClass(value: unknown): value is { prototype: object } {
  return isClassWithMethods(value, TARN_METHODS);
}
