import type { Instrumentation } from "@opentelemetry/instrumentation";
import { PoolInstrumentation, QueryInstrumentation } from "@plimsoll/instrumentation-pool";
import { isOwnRequest } from "./fast-path/alertmanager-client.ts";
import { poolConfig, queryConfig } from "./instrumentation-config.ts";
import { createLogInstrumentations } from "./logs/log-instrumentations.ts";
import { addServerTiming } from "./server-timing.ts";
import { isScrape } from "./metrics-server.ts";
import { require } from "./require-here.ts";

type Http = typeof import("@opentelemetry/instrumentation-http");
type Express = typeof import("@opentelemetry/instrumentation-express");
type Runtime = typeof import("@opentelemetry/instrumentation-runtime-node");
type Undici = typeof import("@opentelemetry/instrumentation-undici");

/**
 * The instrumentations that one import switches on. Those of HTTP are needed without traces too: they know the route that a connection is held for.
 *
 * @param env - The checked variables.
 * @param usesMeter - Whether pools are reported through the MeterProvider, because its readers are none of ours.
 */
export function createInstrumentations(
  env: NodeJS.ProcessEnv,
  hasTraces: boolean,
  usesMeter: boolean,
): Instrumentation[] {
  const { HttpInstrumentation } = require("@opentelemetry/instrumentation-http") as Http;
  const { ExpressInstrumentation } = require("@opentelemetry/instrumentation-express") as Express;
  const instrumentations: Instrumentation[] = [
    new HttpInstrumentation({
      ignoreIncomingRequestHook: isScrape,
      ignoreOutgoingRequestHook: isOwnRequest,
      ...(env["PLIMSOLL_SERVER_TIMING"] === "true" && { responseHook: addServerTiming }),
    }),
    new ExpressInstrumentation(),
    ...(hasTraces ? [createUndiciInstrumentation()] : []),
    createRuntimeInstrumentation(),
    new PoolInstrumentation({ ...poolConfig(env), usesMeter }),
    ...createLogInstrumentations(env),
    new QueryInstrumentation(queryConfig(hasTraces, env)),
  ];
  // Makes the hook see Node's own http, in case the app only ever imports it as an ES module.
  require("node:http");
  return instrumentations;
}

/** Event loop, heap and garbage collection: what a wait is made of when the pool is not at fault. */
function createRuntimeInstrumentation(): Instrumentation {
  const { RuntimeNodeInstrumentation } =
    require("@opentelemetry/instrumentation-runtime-node") as Runtime;
  return new RuntimeNodeInstrumentation();
}

/** `fetch()`: makes the spans of a called service children of the request's. */
function createUndiciInstrumentation(): Instrumentation {
  const { UndiciInstrumentation } = require("@opentelemetry/instrumentation-undici") as Undici;
  return new UndiciInstrumentation();
}
