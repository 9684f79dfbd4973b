export {
  observePool,
  PoolInstrumentation,
  type PoolInstrumentationConfig,
} from "./pool-instrumentation.ts";
