import type { InstrumentationNodeModuleDefinition } from "@opentelemetry/instrumentation";
import { poolRegistry } from "@plimsoll/pool-observer";
import { showImportsToRequireHooks } from "../commonjs-imports.ts";
import { InstrumentationBase } from "../instrumentation-base.ts";
import { CLIENT_LIBRARIES, hookDefinitions, patchLoaded } from "../pool-libraries.ts";
import { VERSION } from "../version.ts";
import type { QueryInstrumentationConfig } from "./query-config.ts";
import { createQueryHook, queryHook } from "./query-hook.ts";

/**
 * A span for each query of pg, and its duration; in the place of `@opentelemetry/instrumentation-pg`, whose names of spans, attributes and hooks it
 * keeps. Durations are reported beside those of pools, by {@link PoolInstrumentation}. See docs/adr/0006.
 *
 * @example
 * registerInstrumentations({ instrumentations: [new PoolInstrumentation(), new QueryInstrumentation()] });
 */
export class QueryInstrumentation extends InstrumentationBase<QueryInstrumentationConfig> {
  // Declared only: the base class calls methods of this class before fields of it would be set.
  declare private stopShowingImports: (() => void) | undefined;

  constructor(config: QueryInstrumentationConfig = {}) {
    super("@plimsoll/instrumentation-pool", VERSION, config);
  }

  protected override init(): InstrumentationNodeModuleDefinition[] {
    return hookDefinitions(CLIENT_LIBRARIES, poolRegistry);
  }

  override setConfig(config: QueryInstrumentationConfig = {}): void {
    super.setConfig(config);
    if (queryHook.active !== undefined) this.activateHook();
  }

  override enable(): void {
    super.enable();
    this.stopShowingImports ??= showImportsToRequireHooks();
    patchLoaded(poolRegistry, CLIENT_LIBRARIES);
    this.activateHook();
  }

  override disable(): void {
    super.disable();
    this.stopShowingImports?.();
    this.stopShowingImports = undefined;
    queryHook.active = undefined;
  }

  private activateHook(): void {
    queryHook.active = createQueryHook(this.getConfig(), () => this.tracer);
  }
}
