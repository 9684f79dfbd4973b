/** The copy of OpenTelemetry's API that pools are reported through: where packages are nested, a caller may have another one. */
export * as api from "@opentelemetry/api";
export { observeEarly } from "./early-patches.ts";
export type { PoolOfError } from "./explain-timeout.ts";
export type {
  QueryInstrumentationConfig,
  QueryRequest,
  QueryResponse,
} from "./queries/query-config.ts";
export { QueryInstrumentation } from "./queries/query-instrumentation.ts";
export {
  observePool,
  PoolInstrumentation,
  type PoolInstrumentationConfig,
} from "./pool-instrumentation.ts";
