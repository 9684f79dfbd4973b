import { createRequire } from "node:module";
import { diag } from "@opentelemetry/api";
import { poolRegistry, serverProbes } from "@plimsoll/pool-observer";
import { installDiagLogger } from "./diag-logger.ts";
import { checkEnvironment, formatFinding, withoutVariables } from "./environment.ts";
import { type ExportsPlan, planExports } from "./exports-plan.ts";
import { isHooksThread } from "./hooks-thread.ts";
import { poolConfig, queryConfig } from "./instrumentation-config.ts";
import { createInstrumentations } from "./instrumentations.ts";
import { LAST_DATA_MILLIS, LastData } from "./last-data/last-data.ts";
import { withinMillis } from "./last-data/within-millis.ts";
import { createLogProcessors } from "./log-processors.ts";
import { createMetricReaders } from "./metric-readers.ts";
import { createPoolMetricProducer } from "./pool-metric-producer.ts";
import { keepTraces } from "./sampling/keep-traces.ts";
import { serviceResource } from "./service-resource.ts";
import { createSpanProcessors } from "./span-processors.ts";

const require = createRequire(import.meta.url);

type SdkNode = typeof import("@opentelemetry/sdk-node");
type NodeSDK = InstanceType<SdkNode["NodeSDK"]>;
type Resources = typeof import("@opentelemetry/resources");

let sdk: NodeSDK | undefined;
const lastData = new LastData();

/** Sets everything up, once per process. Never throws: a failure is one warning, and the app goes on without telemetry. */
export function start(): void {
  if (sdk !== undefined || isHooksThread()) return;
  try {
    startUnguarded(process.env);
  } catch (error) {
    installDiagLogger(undefined);
    diag.error(
      "plimsoll: could not start, so this process has no telemetry; the app is not affected. Needs Node ≥ 22.15.",
      error,
    );
  }
}

/**
 * Sends what is left and stops. Resolves when done, also when sending failed, at the latest after {@link LAST_DATA_MILLIS}. Call it last in a graceful
 * shutdown.
 */
export async function shutdown(): Promise<void> {
  poolRegistry.tellPendingWaits();
  const work = Promise.resolve(sdk?.shutdown()).catch((error: unknown) =>
    diag.warn("plimsoll: the last telemetry may be lost.", error),
  );
  await withinMillis(LAST_DATA_MILLIS, work);
  lastData.stop();
  serverProbes.stop();
}

function startUnguarded(env: NodeJS.ProcessEnv): void {
  const findings = checkEnvironment(env);
  const invalid = findings.map((finding) => finding.key);
  // The SDK would replace our logger by one that repeats itself.
  const masked = [...invalid, "OTEL_LOG_LEVEL"];
  installDiagLogger(invalid.includes("OTEL_LOG_LEVEL") ? undefined : env["OTEL_LOG_LEVEL"]);
  for (const finding of findings) diag.warn(formatFinding(finding));
  withoutVariables(masked, env, () => {
    if (env["OTEL_SDK_DISABLED"] === "true") return;
    const plan = planExports(env, invalid);
    // Requests that wait for a connection at the end: nobody will see theirs, and their spans are to be there.
    lastData.beforeEnd(() => poolRegistry.tellPendingWaits());
    sdk = createSdk(plan, env);
    sdk.start();
    lastData.watch(env, () => void shutdown());
  });
}

function createSdk(plan: ExportsPlan, env: NodeJS.ProcessEnv): NodeSDK {
  const { NodeSDK } = require("@opentelemetry/sdk-node") as SdkNode;
  return new NodeSDK({
    ...createResource(env),
    instrumentations: createInstrumentations(
      poolConfig(env),
      queryConfig(plan.hasTraces, env),
      env["PLIMSOLL_SERVER_TIMING"] === "true",
    ),
    metricReaders: createMetricReaders(
      plan,
      env,
      () => createPoolMetricProducer(poolRegistry, serverProbes),
      lastData,
    ),
    ...createTracing(plan, env),
    logRecordProcessors: createLogProcessors(plan, env, lastData),
  });
}

/** Where spans go, and which. */
function createTracing(plan: ExportsPlan, env: NodeJS.ProcessEnv): object {
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
