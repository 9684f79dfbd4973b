import { createRequire } from "node:module";
import { diag } from "@opentelemetry/api";
import type {
  PoolInstrumentationConfig,
  QueryInstrumentationConfig,
} from "@plimsoll/instrumentation-pool";
import { isQueryText, poolRegistry, serverProbes } from "@plimsoll/pool-observer";
import { installDiagLogger } from "./diag-logger.ts";
import { checkEnvironment, formatFinding, withoutVariables } from "./environment.ts";
import { type ExportsPlan, planExports } from "./exports-plan.ts";
import { isHooksThread } from "./hooks-thread.ts";
import { createInstrumentations } from "./instrumentations.ts";
import { createMetricReaders } from "./metric-readers.ts";
import { createPoolMetricProducer } from "./pool-metric-producer.ts";
import { serviceResource } from "./service-resource.ts";

const require = createRequire(import.meta.url);

type SdkNode = typeof import("@opentelemetry/sdk-node");
type NodeSDK = InstanceType<SdkNode["NodeSDK"]>;
type Resources = typeof import("@opentelemetry/resources");

let sdk: NodeSDK | undefined;

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
  installDiagLogger(invalid.includes("OTEL_LOG_LEVEL") ? undefined : env["OTEL_LOG_LEVEL"]);
  for (const finding of findings) diag.warn(formatFinding(finding));
  withoutVariables(masked, env, () => {
    if (env["OTEL_SDK_DISABLED"] === "true") return;
    const plan = planExports(env);
    sdk = createSdk(plan, env);
    sdk.start();
    if (plan.hasTraces || plan.hasLogs || plan.sendsMetrics)
      process.once("beforeExit", () => void shutdown());
  });
}

function createSdk(plan: ExportsPlan, env: NodeJS.ProcessEnv): NodeSDK {
  const { NodeSDK } = require("@opentelemetry/sdk-node") as SdkNode;
  return new NodeSDK({
    ...createResource(env),
    instrumentations: createInstrumentations(poolConfig(env), queryConfig(plan.hasTraces, env)),
    metricReaders: createMetricReaders(plan, env, () =>
      createPoolMetricProducer(poolRegistry, serverProbes),
    ),
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

/**
 * What the environment says of queries. A query's span costs some microseconds, so it is made only when it goes somewhere: not without an exporter,
 * nor below a span that a parent-based sampler has dropped.
 */
function queryConfig(hasTraces: boolean, env: NodeJS.ProcessEnv): QueryInstrumentationConfig {
  const sampler = env["OTEL_TRACES_SAMPLER"] || "parentbased_always_on";
  return {
    spans: hasTraces,
    followsParent: sampler.startsWith("parentbased_"),
    addSqlCommenterCommentToQueries: env["PLIMSOLL_SQLCOMMENTER"] === "true",
    queryText: isQueryText(env["PLIMSOLL_QUERY_TEXT"]) ? env["PLIMSOLL_QUERY_TEXT"] : "sanitized",
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
