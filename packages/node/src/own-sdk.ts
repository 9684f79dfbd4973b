import { poolRegistry, serverProbes } from "@plimsoll/pool-observer";
import type { ExportsPlan } from "./exports-plan.ts";
import { createInstrumentations } from "./instrumentations.ts";
import type { LastData } from "./last-data/last-data.ts";
import { createLogProcessors } from "./log-processors.ts";
import { createMetricReaders } from "./metric-readers.ts";
import { createPoolMetricProducer } from "./pool-metric-producer.ts";
import { require } from "./require-here.ts";
import { keepTraces } from "./sampling/keep-traces.ts";
import { serviceResource } from "./service-resource.ts";
import { createSpanProcessors } from "./span-processors.ts";

type SdkNode = typeof import("@opentelemetry/sdk-node");
type NodeSDK = InstanceType<SdkNode["NodeSDK"]>;
type Resources = typeof import("@opentelemetry/resources");

/** The SDK that this package starts, as `env`, the checked variables, has it; not started yet. */
export function createOwnSdk(
  plan: ExportsPlan,
  env: NodeJS.ProcessEnv,
  lastData: LastData,
): NodeSDK {
  const { NodeSDK } = require("@opentelemetry/sdk-node") as SdkNode;
  return new NodeSDK({
    ...createResource(env),
    instrumentations: createInstrumentations(env, plan.hasTraces, false),
    metricReaders: createMetricReaders(
      plan,
      env,
      () => createPoolMetricProducer(poolRegistry, serverProbes),
      lastData,
    ),
    ...createTracing(plan, env, lastData),
    logRecordProcessors: createLogProcessors(plan, env, lastData),
  });
}

/** Where spans go, and which. */
function createTracing(plan: ExportsPlan, env: NodeJS.ProcessEnv, lastData: LastData): object {
  const spanProcessors = createSpanProcessors(plan, env, lastData);
  const keeping = plan.hasTraces ? keepTraces(env, spanProcessors) : undefined;
  if (keeping === undefined) return { spanProcessors };
  const { decideOpen, ...tracing } = keeping;
  lastData.beforeEnd(decideOpen);
  return tracing;
}

function createResource(env: NodeJS.ProcessEnv): object {
  const { defaultResource, envDetector, resourceFromAttributes } =
    require("@opentelemetry/resources") as Resources;
  return {
    resource: defaultResource().merge(resourceFromAttributes(serviceResource(process.argv[1]))),
    // The SDK's own choice adds the command line, and a host id that arrives after the first scrape.
    ...(env["OTEL_NODE_RESOURCE_DETECTORS"] ? {} : { resourceDetectors: [envDetector] }),
  };
}
