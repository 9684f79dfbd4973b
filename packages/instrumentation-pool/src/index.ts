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
