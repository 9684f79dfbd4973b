import { diag } from "@opentelemetry/api";
import type { Instrumentation } from "@opentelemetry/instrumentation";
import { createDiagLogger, readLogLevel, writeError } from "./diag-logger.ts";
import { registeredSdk } from "./registered-sdk.ts";
import { require } from "./require-here.ts";

type SdkNode = typeof import("@opentelemetry/sdk-node");
type Base = typeof import("@opentelemetry/instrumentation");

/**
 * Starts the SDK that the file of `OTEL_CONFIG_FILE` describes. Instrumentations are made once its providers are registered: sdk-node 0.300 start.mjs
 * would register them before, and never gives them the MeterProvider, so that their metrics stayed no-ops. A file that cannot be used is one line of
 * the SDK's, and pools are measured for nobody.
 */
export function startFromConfigFile(
  logLevel: string | undefined,
  createInstrumentations: (hasTraces: boolean) => Instrumentation[],
): { shutdown(): Promise<void> } {
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
