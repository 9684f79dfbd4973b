import type { MeterProvider, TracerProvider } from "@opentelemetry/api";

/** What an SDK registered with the OpenTelemetry API, whichever copy of the API it used. */
export interface RegisteredSdk {
  readonly version?: string;
  readonly diag?: object;
  readonly metrics?: MeterProvider;
  readonly trace?: TracerProvider;
}

// @opentelemetry/api 1.x (internal/global-utils) keeps its globals here. The API has no question for what is registered, and a copy that is newer than
// the SDK's sees nothing of it.
const GLOBALS = Symbol.for("opentelemetry.js.api.1");

/** Reads what is registered now; touching the API itself could register our copy of it first, and the app's SDK would then be refused. */
export function registeredSdk(): RegisteredSdk {
  return (globalThis as Record<symbol, RegisteredSdk | undefined>)[GLOBALS] ?? {};
}

/** Whether an SDK has registered itself for traces or metrics. */
export function isSdkRegistered(): boolean {
  const { metrics, trace } = registeredSdk();
  return metrics !== undefined || trace !== undefined;
}
