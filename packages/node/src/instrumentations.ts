import { createRequire } from "node:module";
import type { Instrumentation } from "@opentelemetry/instrumentation";
import {
  PoolInstrumentation,
  type PoolInstrumentationConfig,
  QueryInstrumentation,
  type QueryInstrumentationConfig,
} from "@plimsoll/instrumentation-pool";
import { addServerTiming } from "./server-timing.ts";
import { isScrape } from "./metrics-server.ts";

const require = createRequire(import.meta.url);

type Http = typeof import("@opentelemetry/instrumentation-http");
type Express = typeof import("@opentelemetry/instrumentation-express");

/**
 * The instrumentations that one import switches on. Those of HTTP are needed without traces too: they know the route that a connection is held for.
 */
export function createInstrumentations(
  pools: PoolInstrumentationConfig,
  queries: QueryInstrumentationConfig,
  hasServerTiming: boolean,
): Instrumentation[] {
  const { HttpInstrumentation } = require("@opentelemetry/instrumentation-http") as Http;
  const { ExpressInstrumentation } = require("@opentelemetry/instrumentation-express") as Express;
  const instrumentations: Instrumentation[] = [
    new HttpInstrumentation({
      ignoreIncomingRequestHook: isScrape,
      ...(hasServerTiming && { responseHook: addServerTiming }),
    }),
    new ExpressInstrumentation(),
    new PoolInstrumentation({ ...pools, usesMeter: false }),
    new QueryInstrumentation(queries),
  ];
  // Makes the hook see Node's own http, in case the app only ever imports it as an ES module.
  require("node:http");
  return instrumentations;
}
