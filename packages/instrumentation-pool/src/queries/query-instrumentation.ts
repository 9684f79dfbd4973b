import type { InstrumentationNodeModuleDefinition } from "@opentelemetry/instrumentation";
import { SCOPE_NAME } from "@plimsoll/catalog";
import { poolRegistry } from "@plimsoll/pool-observer";
import { showImportsToRequireHooks } from "../commonjs-imports.ts";
import { InstrumentationBase } from "../instrumentation-base.ts";
import { CLIENT_LIBRARIES, hookDefinitions, patchLoaded } from "../pool-libraries.ts";
import { VERSION } from "../version.ts";
import type { QueryInstrumentationConfig } from "./query-config.ts";
import { createQueryHook, type QueryHook, queryHook } from "./query-hook.ts";

/**
 * A span for each query of pg, and its duration; in the place of `@opentelemetry/instrumentation-pg`, whose names of spans, attributes and hooks it
 * keeps. Durations are reported beside those of pools, by {@link PoolInstrumentation}. See docs/adr/0007.
 *
 * @example
 * registerInstrumentations({ instrumentations: [new PoolInstrumentation(), new QueryInstrumentation()] });
 */
export class QueryInstrumentation extends InstrumentationBase<QueryInstrumentationConfig> {
  // Declared only: the base class calls methods of this class before fields of it would be set.
  declare private stopShowingImports: (() => void) | undefined;
  declare private hook: QueryHook | undefined;

  constructor(config: QueryInstrumentationConfig = {}) {
    super(SCOPE_NAME, VERSION, config);
  }

  protected override init(): InstrumentationNodeModuleDefinition[] {
    return hookDefinitions(CLIENT_LIBRARIES, poolRegistry);
  }

  override setConfig(config: QueryInstrumentationConfig = {}): void {
    super.setConfig(config);
    if (this.hook !== undefined && queryHook.active === this.hook) this.activateHook();
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
    if (queryHook.active === this.hook) queryHook.active = undefined;
    this.hook = undefined;
  }

  private activateHook(): void {
    this.hook = createQueryHook(this.getConfig(), () => this.tracer);
    queryHook.active = this.hook;
  }
}
