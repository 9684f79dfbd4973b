import type { Logger } from "@opentelemetry/api";
import {
  InstrumentationBase,
  type InstrumentationConfig,
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from "@opentelemetry/instrumentation";
import { hideFramesOf, poolRegistry, reportPools } from "@plimsoll/pool-observer";
import { emitShortage } from "./emit-shortage.ts";
import { showImportsToRequireHooks } from "./commonjs-imports.ts";
import { guard } from "./guard.ts";
import { observeByShape } from "./observe-by-shape.ts";
import { patchLoaded, POOL_LIBRARIES } from "./pool-libraries.ts";
import { patchModuleCopies } from "./postgres-js/patch-copies.ts";
import { watchSockets } from "./postgres-js/watch-sockets.ts";
import { watchForUnseenPools } from "./unseen-pools.ts";
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

hideFramesOf(new URL(".", import.meta.url));

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
  declare private stopWatching: (() => void) | undefined;
  declare private stopWatchingSockets: (() => void) | undefined;

  constructor(config: PoolInstrumentationConfig = {}) {
    super("@plimsoll/instrumentation-pool", VERSION, config);
  }

  protected override init(): InstrumentationNodeModuleDefinition[] {
    return POOL_LIBRARIES.map(({ name, versions, file, patch }) => {
      const patched = (exports: unknown) => {
        patch(exports, poolRegistry);
        return exports;
      };
      if (file === undefined)
        return new InstrumentationNodeModuleDefinition(name, [versions], patched);
      const inside = new InstrumentationNodeModuleFile(
        `${name}/${file}`,
        [versions],
        patched,
        () => undefined,
      );
      return new InstrumentationNodeModuleDefinition(name, [versions], undefined, undefined, [
        inside,
      ]);
    });
  }

  override setConfig(config: PoolInstrumentationConfig = {}): void {
    super.setConfig(config);
    if (config.leakAfterSeconds !== undefined)
      poolRegistry.leakAfterSeconds = config.leakAfterSeconds;
  }

  override enable(): void {
    super.enable();
    this.stopShowingImports ??= showImportsToRequireHooks();
    this.stopWatching ??= watchForShortages(() => this.logger);
    patchLoaded(poolRegistry);
    guard(() => patchModuleCopies(poolRegistry));
    this.stopWatchingSockets ??= watchSockets(poolRegistry);
  }

  override disable(): void {
    super.disable();
    this.stopShowingImports?.();
    this.stopShowingImports = undefined;
    this.stopWatching?.();
    this.stopWatching = undefined;
    this.stopWatchingSockets?.();
    this.stopWatchingSockets = undefined;
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

/** The logger is asked for at each shortage, because it is set late. */
function watchForShortages(logger: () => Logger): () => void {
  const stopTicking = poolRegistry.startTicking();
  const stopLooking = watchForUnseenPools(poolRegistry);
  const stopListening = poolRegistry.onShortage((snapshot, tracker) =>
    guard(() => emitShortage(logger(), snapshot, tracker.attributes)),
  );
  return () => {
    stopTicking();
    stopLooking();
    stopListening();
  };
}

/**
 * Measures a pool that no hook reaches, such as one in a bundled app, from now on.
 *
 * @param pool a pool of pg-pool, of tarn (`knex.client.pool`) or of sequelize-pool (`sequelize.connectionManager.pool`), or the `sql` of
 * postgres.js, by shape
 * @param options.name the pool's name in metrics; no effect on a pool that is reported already
 * @throws TypeError when `pool` has the shape of none of them
 */
export function observePool(pool: object, options: { readonly name: string }): void {
  if (!observeByShape(pool, poolRegistry, options.name))
    throw new TypeError(
      "observePool: the first argument must be a pg Pool (an object with connect, newClient, _acquireClient, _release and _remove), a tarn Pool (knex.client.pool), a sequelize-pool Pool or the sql of postgres.js.",
    );
}
