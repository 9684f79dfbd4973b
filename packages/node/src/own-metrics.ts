import type { MeterProvider } from "@opentelemetry/sdk-metrics";
import { poolRegistry, serverProbes } from "@plimsoll/pool-observer";
import { planExports } from "./exports-plan.ts";
import type { LastData } from "./last-data/last-data.ts";
import { createMetricReaders } from "./metric-readers.ts";
import { createPoolMetricProducer } from "./pool-metric-producer.ts";
import { processResource } from "./process-resource.ts";
import { require } from "./require-here.ts";

type SdkMetrics = typeof import("@opentelemetry/sdk-metrics");

/** Reports pool metrics by a MeterProvider that is registered nowhere, so that it is in no SDK's way. */
export function startOwnMetrics(
  env: NodeJS.ProcessEnv,
  invalid: readonly string[],
  lastData: LastData,
): MeterProvider {
  const { MeterProvider } = require("@opentelemetry/sdk-metrics") as SdkMetrics;
  return new MeterProvider({
    resource: processResource(),
    readers: createMetricReaders(
      planExports(env, invalid),
      env,
      () => createPoolMetricProducer(poolRegistry, serverProbes),
      lastData,
    ),
  });
}
