import { createRequire } from "node:module";
import type {
  Instrumentation,
  InstrumentationNodeModuleDefinition as Definition,
} from "@opentelemetry/instrumentation";
import {
  PoolInstrumentation,
  type PoolInstrumentationConfig,
} from "@plimsoll/instrumentation-pool";
import { createLogInstrumentations } from "./logs/log-instrumentations.ts";
import { isScrape } from "./metrics-server.ts";
import { sanitizeQuery } from "@plimsoll/pool-observer";

const require = createRequire(import.meta.url);

type Base = typeof import("@opentelemetry/instrumentation");
type Http = typeof import("@opentelemetry/instrumentation-http");
type Express = typeof import("@opentelemetry/instrumentation-express");
type Pg = typeof import("@opentelemetry/instrumentation-pg");

/** Meter of instrumentation-pg, whose metrics are dropped: pool and query metrics come from us, one series each. */
export const PG_METER = "@opentelemetry/instrumentation-pg";

const QUERY_TEXT = "db.query.text";

/**
 * The instrumentations that one import switches on. Those of HTTP are needed without traces too: they know the route that a connection is held for.
 * Query spans cost some microseconds a query, so they are made only when they go somewhere.
 */
export function createInstrumentations(
  hasTraces: boolean,
  pools: PoolInstrumentationConfig,
): Instrumentation[] {
  const { HttpInstrumentation } = require("@opentelemetry/instrumentation-http") as Http;
  const { ExpressInstrumentation } = require("@opentelemetry/instrumentation-express") as Express;
  const instrumentations: Instrumentation[] = [
    new HttpInstrumentation({ ignoreIncomingRequestHook: isScrape }),
    new ExpressInstrumentation(),
    ...(hasTraces ? [createPgInstrumentation()] : []),
    ...createLogInstrumentations(process.env),
    new PoolInstrumentation({ ...pools, usesMeter: false }),
  ];
  // Makes the hook see Node's own http, in case the app only ever imports it as an ES module.
  require("node:http");
  return instrumentations;
}

/** Neon's CommonJS file has a copy of pg's client under the same name, so what patches pg patches it too. */
function neonClient(definitions: readonly Definition[]): Definition {
  const { InstrumentationNodeModuleDefinition } = require("@opentelemetry/instrumentation") as Base;
  const pg = definitions.find(({ name }) => name === "pg");
  return new InstrumentationNodeModuleDefinition(
    "@neondatabase/serverless",
    [">=0.9.0 <2"],
    pg?.patch,
    pg?.unpatch,
  );
}

/**
 * instrumentation-pg 0.77.0 without its patch of pg-pool. That part adds listeners to the host's pools, which changes what graphile-worker does, and
 * counts all pools in one counter (open-telemetry/opentelemetry-js-contrib#3354); our own adapter measures pools.
 */
function createPgInstrumentation(): Instrumentation {
  const { PgInstrumentation } = require("@opentelemetry/instrumentation-pg") as Pg;
  class QuerySpans extends PgInstrumentation {
    protected override init() {
      const queries = super.init().filter(({ name }) => name !== "pg-pool");
      return [...queries, neonClient(queries)];
    }
  }
  return new QuerySpans({
    ignoreConnectSpans: true,
    // It records the raw text, literals included (open-telemetry/opentelemetry-js-contrib#1744).
    requestHook: (span, { query }) => span.setAttribute(QUERY_TEXT, sanitizeQuery(query.text)),
  });
}
