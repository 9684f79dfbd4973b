import { diag } from "@opentelemetry/api";
import { poolRegistry, serverProbes } from "@plimsoll/pool-observer";
import { startFromConfigFile } from "./config-file.ts";
import { installDiagLogger, writeError } from "./diag-logger.ts";
import { checkEnvironment, formatFinding, withoutVariables } from "./environment.ts";
import { planExports } from "./exports-plan.ts";
import { startFastPath } from "./fast-path/start-fast-path.ts";
import { isHooksThread } from "./hooks-thread.ts";
import { poolConfig, queryConfig } from "./instrumentation-config.ts";
import { createInstrumentations } from "./instrumentations.ts";
import { joinSdk } from "./join-sdk.ts";
import { LastData } from "./last-data/last-data.ts";
import { addTraceIds } from "./logs/console-trace-id.ts";
import { withinMillis } from "./last-data/within-millis.ts";
import { startOwnMetrics } from "./own-metrics.ts";
import { createOwnSdk } from "./own-sdk.ts";
import { chooseSdk, type SdkChoice } from "./sdk-choice.ts";
import { describeFailure } from "./start-failure.ts";

let sdk: { shutdown(): Promise<void> } | undefined;
let stopFastPath: (() => void) | undefined;
const lastData = new LastData();

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

/**
 * Sends what is left and stops. Resolves when done, also when sending failed, at the latest after `PLIMSOLL_LAST_DATA_SECONDS`. Call it last in a
 * graceful shutdown.
 */
export async function shutdown(): Promise<void> {
  stopFastPath?.();
  poolRegistry.tellPendingWaits();
  const work = Promise.resolve(sdk?.shutdown()).catch((error: unknown) =>
    diag.warn("plimsoll: the last telemetry may be lost.", error),
  );
  await withinMillis(lastData.limitMillis, work);
  lastData.stop();
  serverProbes.stop();
}

function startUnguarded(env: NodeJS.ProcessEnv): void {
  const findings = checkEnvironment(env);
  const invalid = findings.map((finding) => finding.key);
  // The SDK would replace our logger by one that repeats itself.
  const masked = [...invalid, "OTEL_LOG_LEVEL"];
  const level = invalid.includes("OTEL_LOG_LEVEL") ? undefined : env["OTEL_LOG_LEVEL"];
  // With a file the SDK sets a logger of its own first, and would warn of ours.
  const hasFile = Boolean(env["OTEL_CONFIG_FILE"]) && !invalid.includes("OTEL_CONFIG_FILE");
  if (!hasFile) installDiagLogger(level);
  for (const finding of findings)
    if (hasFile) writeError(`${formatFinding(finding)}\n`);
    else diag.warn(formatFinding(finding));
  withoutVariables(masked, env, () => {
    if (env["OTEL_SDK_DISABLED"] === "true") return;
    if (hasFile) sdk = startAsConfigured(env, level);
    else startOwn(env, invalid);
    stopFastPath = startFastPath(env, invalid);
    if (env["PLIMSOLL_CONSOLE_TRACE_ID"] === "true") addTraceIds(console);
  });
}

/** @param invalid - Variables whose value is not what it must be. */
function startOwn(env: NodeJS.ProcessEnv, invalid: readonly string[]): void {
  const plan = planExports(env, invalid);
  // Requests that wait for a connection at the end: nobody will see theirs, and their spans are to be there.
  lastData.beforeEnd(() => poolRegistry.tellPendingWaits());
  const own = createOwnSdk(plan, env, lastData);
  sdk = own;
  own.start();
  lastData.watch(env, () => void shutdown());
}

function startAsConfigured(
  env: NodeJS.ProcessEnv,
  level: string | undefined,
): { shutdown(): Promise<void> } | undefined {
  process.once("beforeExit", () => void shutdown());
  return startFromConfigFile(level, (hasTraces) => createInstrumentations(env, hasTraces, true));
}

/** `OTEL_` variables are the app's SDK's own business; without one they say where metrics go. */
function startJoined(env: NodeJS.ProcessEnv, choice: SdkChoice): { shutdown(): Promise<void> } {
  const findings = checkEnvironment(env);
  for (const finding of findings)
    if (finding.key.startsWith("PLIMSOLL_")) writeError(`${formatFinding(finding)}\n`);
  const valid = Object.fromEntries(
    Object.entries(env).filter(([key]) => findings.every((finding) => finding.key !== key)),
  );
  stopFastPath = startFastPath(
    valid,
    findings.map(({ key }) => key),
    (line) => writeError(`${line}\n`),
  );
  return joinSdk({
    choice,
    pools: poolConfig(valid),
    queries: { ...queryConfig(true, valid), followsParent: false, standsBack: true },
    startMetrics: () => {
      const invalid = findings.map(({ key }) => key);
      const provider = startOwnMetrics(valid, invalid, lastData);
      lastData.watch(valid, () => void shutdown());
      return provider;
    },
  });
}
