import { createRequire } from "node:module";
import {
  InstrumentationBase,
  type InstrumentationConfig,
  InstrumentationNodeModuleDefinition,
} from "@opentelemetry/instrumentation";
import { PoolRegistry, reportPools } from "@plimsoll/pool-observer";
import { showImportsToRequireHooks } from "./commonjs-imports.ts";
import { guard } from "./guard.ts";
import { patchPoolClass } from "./pg-pool/patch-pool.ts";
import { isPoolClass, type PgPool } from "./pg-pool/pg-shapes.ts";
import { trackPool } from "./pg-pool/tracked-pool.ts";
import { VERSION } from "./version.ts";

export interface PoolInstrumentationConfig extends InstrumentationConfig {
  /** Seconds that a connection may be held with no query in flight before it is a leak suspect. @default 30 */
  readonly leakAfterSeconds?: number;
  /**
   * Whether pools are reported through the MeterProvider. False for whoever feeds a reader of their own from {@link poolRegistry}, which costs
   * less per query.
   * @default true
   */
  readonly usesMeter?: boolean;
}

const require = createRequire(import.meta.url);

/** The pools of this process: one list, whoever found them. */
export const poolRegistry: PoolRegistry = new PoolRegistry();

/**
 * Measures every PostgreSQL connection pool of the process.
 *
 * @example
 * registerInstrumentations({ instrumentations: [new PoolInstrumentation()] });
 */
export class PoolInstrumentation extends InstrumentationBase<PoolInstrumentationConfig> {
  // Declared only: the base class calls methods of this class before fields of it would be set.
  declare private stopReporting: (() => void) | undefined;
  declare private stopShowingImports: (() => void) | undefined;

  constructor(config: PoolInstrumentationConfig = {}) {
    super("@plimsoll/instrumentation-pool", VERSION, config);
  }

  protected override init(): InstrumentationNodeModuleDefinition[] {
    return [
      new InstrumentationNodeModuleDefinition("pg-pool", [">=2.0.10 <4"], (exports: unknown) => {
        patchPgPool(exports);
        return exports;
      }),
    ];
  }

  override setConfig(config: PoolInstrumentationConfig = {}): void {
    super.setConfig(config);
    if (config.leakAfterSeconds !== undefined)
      poolRegistry.leakAfterSeconds = config.leakAfterSeconds;
  }

  override enable(): void {
    super.enable();
    this.stopShowingImports ??= showImportsToRequireHooks();
    patchLoaded();
  }

  override disable(): void {
    super.disable();
    this.stopShowingImports?.();
    this.stopShowingImports = undefined;
    this.stopReporting?.();
    this.stopReporting = undefined;
  }

  /** Called by the base class at construction and whenever a MeterProvider is set: meters got earlier stay no-ops for good. */
  override _updateMetricInstruments(): void {
    this.stopReporting?.();
    this.stopReporting =
      this.getConfig().usesMeter === false ? undefined : reportPools(poolRegistry, this.meter);
  }
}

/**
 * Measures a pool that no hook reaches, such as one in a bundled app, from now on.
 *
 * @param pool a pg-pool `Pool`, by shape
 * @param options.name the pool's name in metrics
 * @throws TypeError when `pool` has not the shape of a pg-pool pool
 */
export function observePool(pool: object, options: { readonly name: string }): void {
  if (!isPoolClass(pool.constructor))
    throw new TypeError(
      "observePool: the first argument must be a pg Pool (an object with connect, newClient, _acquireClient, _release and _remove).",
    );
  patchPoolClass(Object.getPrototypeOf(pool) as object, poolRegistry);
  trackPool(pool as PgPool, poolRegistry, options.name);
}

function patchPgPool(exports: unknown): void {
  guard(() => {
    // pg-pool is `module.exports = Pool`; a transpiled copy may have it under `default`.
    const Pool = isPoolClass(exports)
      ? exports
      : (exports as { default?: unknown } | null)?.default;
    if (isPoolClass(Pool)) patchPoolClass(Pool.prototype, poolRegistry);
  });
}

/** Copies of pg-pool that were loaded before us: pools made of them are measured from their next call on. */
function patchLoaded(): void {
  for (const [filename, module] of Object.entries(require.cache))
    if (/[\\/]pg-pool[\\/]index\.js$/.test(filename)) patchPgPool(module?.exports);
}
