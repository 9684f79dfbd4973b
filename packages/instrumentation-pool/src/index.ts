export {
  observePool,
  PoolInstrumentation,
  poolRegistry,
  type PoolInstrumentationConfig,
} from "./pool-instrumentation.ts";
