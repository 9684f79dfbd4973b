import { diag } from "@opentelemetry/api";
import type { Instrumentation } from "@opentelemetry/instrumentation";
import { createDiagLogger, readLogLevel, writeError } from "./diag-logger.ts";
import { registeredSdk } from "./registered-sdk.ts";
import { require } from "./require-here.ts";

type SdkNode = typeof import("@opentelemetry/sdk-node");
type Configuration = typeof import("@opentelemetry/configuration");
type Base = typeof import("@opentelemetry/instrumentation");

/**
 * Starts the SDK that the file of `OTEL_CONFIG_FILE` describes. Instrumentations are made once its providers are registered: sdk-node 0.300 start.mjs
 * would register them before, and never gives them the MeterProvider, so that their metrics stayed no-ops.
 *
 * @returns the SDK, or undefined when the file cannot be used, which is one warning
 */
export function startFromConfigFile(
  logLevel: string | undefined,
  createInstrumentations: (hasTraces: boolean) => Instrumentation[],
): { shutdown(): Promise<void> } | undefined {
  const problem = findProblem();
  if (problem !== undefined) {
    writeError(problem);
    return undefined;
  }
  const { startNodeSDK } = require("@opentelemetry/sdk-node") as SdkNode;
  const { registerInstrumentations } = require("@opentelemetry/instrumentation") as Base;
  const sdk = startNodeSDK();
  // The SDK's own logger repeats itself, and writes to the app's stdout.
  diag.setLogger(createDiagLogger(writeError), {
    logLevel: readLogLevel(logLevel),
    suppressOverrideMessage: true,
  });
  const { metrics, trace } = registeredSdk();
  if (metrics !== undefined || trace !== undefined)
    registerInstrumentations({ instrumentations: createInstrumentations(trace !== undefined) });
  return sdk;
}

/** The SDK's own line names neither the variable nor what to do. */
function findProblem(): string | undefined {
  const { createConfigFactory } = require("@opentelemetry/configuration") as Configuration;
  try {
    createConfigFactory().getConfigModel();
    return undefined;
  } catch (error) {
    const why = error instanceof Error ? error.message.replaceAll(/\s*\n\s*/g, " ") : "";
    return `plimsoll: the file of OTEL_CONFIG_FILE cannot be used (${why}), so this process has no telemetry; the app is not affected. Correct it, or unset OTEL_CONFIG_FILE.\n`;
  }
}
