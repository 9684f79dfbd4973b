import type { MeterProvider } from "@opentelemetry/sdk-metrics";
import { poolRegistry, serverProbes } from "@plimsoll/pool-observer";
import { planExports } from "./exports-plan.ts";
import type { LastData } from "./last-data/last-data.ts";
import { createMetricReaders } from "./metric-readers.ts";
import { createPoolMetricProducer } from "./pool-metric-producer.ts";
import { require } from "./require-here.ts";
import { serviceResource } from "./service-resource.ts";

type SdkMetrics = typeof import("@opentelemetry/sdk-metrics");
type Resources = typeof import("@opentelemetry/resources");

/** Reports pool metrics by a MeterProvider that is registered nowhere, so that it is in no SDK's way. */
export function startOwnMetrics(
  env: NodeJS.ProcessEnv,
  invalid: readonly string[],
  lastData: LastData,
): MeterProvider {
  const { MeterProvider } = require("@opentelemetry/sdk-metrics") as SdkMetrics;
  const { defaultResource, detectResources, envDetector, resourceFromAttributes } =
    require("@opentelemetry/resources") as Resources;
  return new MeterProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes(serviceResource(process.argv[1])))
      .merge(detectResources({ detectors: [envDetector] })),
    readers: createMetricReaders(
      planExports(env, invalid),
      env,
      () => createPoolMetricProducer(poolRegistry, serverProbes),
      lastData,
    ),
  });
}
