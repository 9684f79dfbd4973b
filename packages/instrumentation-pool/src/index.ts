export type { PoolOfError } from "./explain-timeout.ts";
export {
  observePool,
  PoolInstrumentation,
  type PoolInstrumentationConfig,
} from "./pool-instrumentation.ts";
