import {
  api,
  observeEarly,
  PoolInstrumentation,
  type PoolInstrumentationConfig,
  QueryInstrumentation,
  type QueryInstrumentationConfig,
} from "@plimsoll/instrumentation-pool";
import type { Instrumentation } from "@opentelemetry/instrumentation";
import { createDiagLogger, writeError } from "./diag-logger.ts";
import { isSdkRegistered, registeredSdk } from "./registered-sdk.ts";
import type { SdkChoice } from "./sdk-choice.ts";

// An SDK is started in the app's first lines; one that fetches its keys first takes some seconds.
const WAIT_SECONDS = 10;
const POLL_SECONDS = 0.1;

export interface Joining {
  readonly pools: PoolInstrumentationConfig;
  readonly queries: QueryInstrumentationConfig;
  readonly choice: SdkChoice;
  /** Reports metrics without the API, where no MeterProvider was registered. */
  readonly startMetrics: () => { shutdown(): Promise<void> };
}

/**
 * Measures pools through the SDK that the app has registered or will register, and registers nothing itself: no SDK, no context manager, no HTTP
 * instrumentation. Pools are observed from now on, so nothing is lost of the time until it is there. When no MeterProvider comes within 10 s, metrics are
 * served as without an SDK.
 */
export function joinSdk({ pools, queries, choice, startMetrics }: Joining): {
  shutdown(): Promise<void>;
} {
  let metrics: { shutdown(): Promise<void> } | undefined;
  const endEarly = observeEarly();
  const link = createLink(() => {
    const instrumentations = [new PoolInstrumentation(pools), new QueryInstrumentation(queries)];
    endEarly();
    return instrumentations;
  });
  const giveUp = (): void => {
    if (!isSdkRegistered()) speak(noSdk(choice));
    link.start();
    metrics = startMetrics();
  };
  const deadline = performance.now() + WAIT_SECONDS * 1000;
  const look = (): void => {
    try {
      if (link.isComplete()) clearInterval(timer);
      else if (performance.now() > deadline) {
        clearInterval(timer);
        giveUp();
      }
    } catch (error) {
      clearInterval(timer);
      speak(
        "plimsoll: the app's OpenTelemetry SDK could not be joined; the app is not affected.",
        error,
      );
    }
  };
  const timer = setInterval(look, POLL_SECONDS * 1000).unref();
  look();
  return { shutdown: async () => metrics?.shutdown() };
}

interface Link {
  /** Makes the instrumentations, unless they are there. */
  readonly start: () => readonly Instrumentation[];
  /** Hands on what was registered meanwhile, and says whether both providers are there. */
  readonly isComplete: () => boolean;
}

/**
 * Gives the instrumentations each provider as soon as it is there: a meter got earlier is a no-op for good, and a copy of the API that is newer than the
 * SDK's finds neither.
 */
function createLink(createInstrumentations: () => readonly Instrumentation[]): Link {
  const linked = { metrics: false, trace: false };
  let instrumentations: readonly Instrumentation[] | undefined;
  const start = (): readonly Instrumentation[] => (instrumentations ??= createInstrumentations());
  const isComplete = (): boolean => {
    const { metrics, trace } = registeredSdk();
    if (!linked.metrics && !linked.trace && (metrics ?? trace) !== undefined) onJoined();
    if (trace !== undefined && !linked.trace) {
      for (const instrumentation of start()) instrumentation.setTracerProvider(trace);
      linked.trace = true;
    }
    if (metrics !== undefined && !linked.metrics) {
      for (const instrumentation of start()) instrumentation.setMeterProvider(metrics);
      linked.metrics = true;
    }
    return linked.metrics && linked.trace;
  };
  return { start, isComplete };
}

function onJoined(): void {
  const { diag, metrics, trace, version } = registeredSdk();
  const isSeen =
    trace === undefined
      ? api.metrics.getMeterProvider() === metrics
      : api.trace.getTracerProvider() === trace;
  if (!isSeen) speak(otherApi(version));
  else if (diag === undefined) {
    // The SDK is the app's, and so is what it says.
    api.diag.setLogger(createDiagLogger(writeError, "own lines"), api.DiagLogLevel.WARN);
  }
}

/** Says `line` where the app hears of telemetry, else on stderr. */
function speak(line: string, error?: unknown): void {
  const details = error === undefined ? [] : [error];
  if (registeredSdk().diag === undefined) createDiagLogger(writeError).warn(line, ...details);
  else api.diag.warn(line, ...details);
}

function noSdk({ because = "an SDK was registered" }: SdkChoice): string {
  return (
    `plimsoll: ${because}, but no OpenTelemetry SDK was registered within ${WAIT_SECONDS} s, so pool metrics are served and there are no traces; ` +
    "the app is not affected. Set PLIMSOLL_SDK=own when the app starts no SDK."
  );
}

function otherApi(version: string | undefined): string {
  return (
    `plimsoll: the app's OpenTelemetry SDK uses @opentelemetry/api ${version}, and this package got a newer copy, so that pool metrics reach the SDK, ` +
    "but no route and no trace; the app is not affected. " +
    "Install @plimsoll/instrumentation-pool and add new PoolInstrumentation() to the instrumentations of the SDK in place of @plimsoll/node."
  );
}
