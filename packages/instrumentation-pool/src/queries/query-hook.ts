import type { Tracer } from "@opentelemetry/api";
import { QueryShapes } from "@plimsoll/pool-observer";
import type { QueryInstrumentationConfig } from "./query-config.ts";

/** What is done at each query, while {@link QueryInstrumentation} is enabled. */
export interface QueryHook {
  readonly config: QueryInstrumentationConfig;
  readonly shapes: QueryShapes;
  /** Asked at each query, because a tracer provider may be set late. */
  readonly tracer: () => Tracer;
}

/** The one hook of this process; none while query instrumentation is off. Classes of pg are patched once for good, and look here. */
export const queryHook: { active: QueryHook | undefined } = { active: undefined };

export function createQueryHook(
  config: QueryInstrumentationConfig,
  tracer: () => Tracer,
): QueryHook {
  return { config, shapes: new QueryShapes(config.queryText ?? "sanitized"), tracer };
}
