import type { Logger, Tracer } from "@opentelemetry/api";
import type {
  InstrumentationConfig,
  InstrumentationNodeModuleDefinition as ModuleDefinition,
} from "@opentelemetry/instrumentation";
import { SCOPE_NAME } from "@plimsoll/catalog";
import {
  findingContext,
  hideFramesOf,
  poolRegistry,
  reportPools,
  reportServers,
  serverProbes,
} from "@plimsoll/pool-observer";
import { watchForBundledPool } from "./bundled-pool.ts";
import { emitShortage } from "./emit-shortage.ts";
import { emitWaitSpan } from "./emit-wait-span.ts";
import { setApplicationName } from "./pg-client/application-name.ts";
import { showImportsToRequireHooks } from "./commonjs-imports.ts";
import { guard } from "./guard.ts";
import { InstrumentationBase } from "./instrumentation-base.ts";
import { logFindings } from "./log-findings.ts";
import { observeByShape } from "./observe-by-shape.ts";
import { hookDefinitions, patchLoaded, POOL_LIBRARIES } from "./pool-libraries.ts";
import { patchModuleCopies } from "./postgres-js/patch-copies.ts";
import { watchSockets } from "./postgres-js/watch-sockets.ts";
import { watchForUnseenPools } from "./unseen-pools.ts";
import { VERSION } from "./version.ts";

export interface PoolInstrumentationConfig extends InstrumentationConfig {
  /** Seconds that a connection may be held with no query in flight before it is a leak suspect. @default 30 */
  readonly leakAfterSeconds?: number;
  /** Seconds that an HTTP request of the app may take, the shortest of its proxies' limits; 0 = the app serves none. @default 30 */
  readonly httpTimeoutSeconds?: number;
  /** Rules of docs/config-findings.md that are not to speak. @default [] */
  readonly ignoredFindings?: readonly string[];
  /**
   * Whether pools are reported through the MeterProvider. False for whoever feeds a reader of their own from {@link poolRegistry}, which costs
   * less per query.
   * @default true
   */
  readonly usesMeter?: boolean;
  /**
   * Whether the server is asked about itself, over one connection for each database that is none of the pools', by one process of all. Set at
   * construction only. See docs/server-probe.md.
   * @default false
   */
  readonly serverProbe?: boolean;
  /**
   * `application_name` of the connections of pg whose app gave none, so that pg_stat_activity says whose they are: the service's name. Characters other
   * than printable ASCII become `?`, what is beyond 63 bytes is cut off. No pool is named by it.
   * @default none
   */
  readonly applicationName?: string;
}

hideFramesOf(import.meta.url, "pool-instrumentation");

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
    super(SCOPE_NAME, VERSION, config);
  }

  protected override init(): ModuleDefinition[] {
    return hookDefinitions(POOL_LIBRARIES, poolRegistry);
  }

  override setConfig(config: PoolInstrumentationConfig = {}): void {
    super.setConfig(config);
    if (config.leakAfterSeconds !== undefined)
      poolRegistry.leakAfterSeconds = config.leakAfterSeconds;
    setApplicationName(config.applicationName);
    const { httpTimeoutSeconds, ignoredFindings } = config;
    if (httpTimeoutSeconds !== undefined || ignoredFindings !== undefined)
      poolRegistry.findingContext = findingContext(httpTimeoutSeconds, ignoredFindings);
  }

  override enable(): void {
    super.enable();
    this.stopShowingImports ??= showImportsToRequireHooks();
    this.stopWatching ??= watchPools(
      () => this.logger,
      () => this.tracer,
    );
    patchLoaded(poolRegistry, POOL_LIBRARIES);
    guard(() => patchModuleCopies(poolRegistry));
    this.stopWatchingSockets ??= watchSockets(poolRegistry);
    if (this.getConfig().serverProbe === true) serverProbes.start();
  }

  override disable(): void {
    super.disable();
    this.stopShowingImports?.();
    this.stopShowingImports = undefined;
    if (this.getConfig().serverProbe === true) serverProbes.stop();
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
    const { usesMeter, serverProbe } = this.getConfig();
    if (usesMeter === false) {
      this.stopReporting = undefined;
      return;
    }
    const stopPools = reportPools(poolRegistry, this.meter);
    const stopServers = serverProbe === true ? reportServers(serverProbes, this.meter) : undefined;
    this.stopReporting = () => {
      stopPools();
      stopServers?.();
    };
  }
}

/** Logger and tracer are asked for each time, because they are set late. */
function watchPools(logger: () => Logger, tracer: () => Tracer): () => void {
  poolRegistry.tellWaits((wait) => guard(() => emitWaitSpan(tracer(), wait)));
  const stopUnseen = watchForUnseenPools(poolRegistry);
  const stops = [
    () => poolRegistry.tellWaits(undefined),
    poolRegistry.startTicking(),
    stopUnseen,
    // It says more than the other can.
    watchForBundledPool(poolRegistry, process.argv[1], stopUnseen),
    poolRegistry.onShortage((snapshot, tracker) =>
      guard(() => emitShortage(logger(), snapshot, tracker.attributes)),
    ),
    poolRegistry.onFindings(logFindings),
  ];
  return () => {
    for (const stop of stops) stop();
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
