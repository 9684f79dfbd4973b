import { diag } from "@opentelemetry/api";
import type { PoolInstrumentationConfig } from "@plimsoll/instrumentation-pool";
import { poolRegistry, serverProbes } from "@plimsoll/pool-observer";
import { installDiagLogger, writeError } from "./diag-logger.ts";
import { checkEnvironment, formatFinding, withoutVariables } from "./environment.ts";
import { type ExportsPlan, planExports } from "./exports-plan.ts";
import { isHooksThread } from "./hooks-thread.ts";
import { createInstrumentations, PG_METER } from "./instrumentations.ts";
import { createMetricReaders } from "./metric-readers.ts";
import { createPoolMetricProducer } from "./pool-metric-producer.ts";
import { serviceResource } from "./service-resource.ts";
import { startFromConfigFile } from "./config-file.ts";
import { joinSdk } from "./join-sdk.ts";
import { startOwnMetrics } from "./own-metrics.ts";
import { chooseSdk, type SdkChoice } from "./sdk-choice.ts";
import { describeFailure } from "./start-failure.ts";
import { require } from "./require-here.ts";

type SdkNode = typeof import("@opentelemetry/sdk-node");
type NodeSDK = InstanceType<SdkNode["NodeSDK"]>;
type SdkMetrics = typeof import("@opentelemetry/sdk-metrics");
type Resources = typeof import("@opentelemetry/resources");

let sdk: { shutdown(): Promise<void> } | undefined;

/** Sets everything up, once per process. Never throws: a failure is one warning, and the app goes on without telemetry. */
export function start(): void {
  if (sdk !== undefined || isHooksThread()) return;
  try {
    const { env } = process;
    const choice = chooseSdk(env, process.argv[1]);
    if (choice.kind === "own" || env["OTEL_SDK_DISABLED"] === "true") startUnguarded(env);
    else sdk = startJoined(env, choice);
  } catch (error) {
    installDiagLogger(undefined);
    diag.error(describeFailure(error), error);
  }
}

/** Sends what is left and stops. Resolves when done, also when sending failed. Call it last in a graceful shutdown. */
export async function shutdown(): Promise<void> {
  try {
    await sdk?.shutdown();
  } catch (error) {
    diag.warn("plimsoll: the last telemetry may be lost.", error);
  }
  serverProbes.stop();
}

function startUnguarded(env: NodeJS.ProcessEnv): void {
  const findings = checkEnvironment(env);
  const invalid = findings.map((finding) => finding.key);
  // The SDK would replace our logger by one that repeats itself.
  const masked = [...invalid, "OTEL_LOG_LEVEL"];
  const level = invalid.includes("OTEL_LOG_LEVEL") ? undefined : env["OTEL_LOG_LEVEL"];
  // With a file the SDK sets a logger of its own first, and would warn of ours.
  const hasFile = env["OTEL_CONFIG_FILE"] && !invalid.includes("OTEL_CONFIG_FILE");
  if (!hasFile) installDiagLogger(level);
  for (const finding of findings)
    if (hasFile) writeError(`${formatFinding(finding)}\n`);
    else diag.warn(formatFinding(finding));
  withoutVariables(masked, env, () => {
    if (env["OTEL_SDK_DISABLED"] === "true") return;
    const plan = planExports(env);
    if (hasFile) {
      sdk = startFromConfigFile(level, (hasTraces) =>
        createInstrumentations(hasTraces, { ...poolConfig(env), usesMeter: true }),
      );
      process.once("beforeExit", () => void shutdown());
      return;
    }
    const own = createSdk(plan, env);
    sdk = own;
    own.start();
    if (plan.hasTraces || plan.hasLogs || plan.sendsMetrics)
      process.once("beforeExit", () => void shutdown());
  });
}

/** `OTEL_` variables are the app's SDK's own business; without one they say where metrics go. */
function startJoined(env: NodeJS.ProcessEnv, choice: SdkChoice): { shutdown(): Promise<void> } {
  const findings = checkEnvironment(env);
  for (const finding of findings)
    if (finding.key.startsWith("PLIMSOLL_")) writeError(`${formatFinding(finding)}\n`);
  const valid = Object.fromEntries(
    Object.entries(env).filter(([key]) => findings.every((finding) => finding.key !== key)),
  );
  return joinSdk({
    choice,
    pools: poolConfig(valid),
    startMetrics: () => startOwnMetrics(valid),
  });
}

function createSdk(plan: ExportsPlan, env: NodeJS.ProcessEnv): NodeSDK {
  const { NodeSDK } = require("@opentelemetry/sdk-node") as SdkNode;
  const { AggregationType } = require("@opentelemetry/sdk-metrics") as SdkMetrics;
  return new NodeSDK({
    ...createResource(env),
    instrumentations: createInstrumentations(plan.hasTraces, poolConfig(env)),
    metricReaders: createMetricReaders(plan, env, () =>
      createPoolMetricProducer(poolRegistry, serverProbes),
    ),
    views: [
      { meterName: PG_METER, instrumentName: "*", aggregation: { type: AggregationType.DROP } },
    ],
    // Absent means "from the environment"; empty means none.
    ...(plan.hasTraces ? {} : { spanProcessors: [] }),
    ...(plan.hasLogs ? {} : { logRecordProcessors: [] }),
  });
}

/** What the environment says of pools. */
function poolConfig(env: NodeJS.ProcessEnv): PoolInstrumentationConfig {
  const leakAfter = env["PLIMSOLL_LEAK_AFTER_SECONDS"];
  const httpTimeout = env["PLIMSOLL_HTTP_TIMEOUT_SECONDS"];
  const ignored = env["PLIMSOLL_IGNORED_FINDINGS"];
  return {
    serverProbe: env["PLIMSOLL_SERVER_PROBE"] === "true",
    ...(leakAfter && { leakAfterSeconds: Number(leakAfter) }),
    ...(httpTimeout && { httpTimeoutSeconds: Number(httpTimeout) }),
    ...(ignored && { ignoredFindings: ignored.split(",").map((rule) => rule.trim()) }),
  };
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
