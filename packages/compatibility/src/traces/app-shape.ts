import type { Way } from "../way.ts";

/** Where an app's spans go first, and in which form. */
export type Route = "Jaeger http" | "Jaeger grpc" | "Collector http" | "Collector grpc";

/** An app whose traces are looked at. */
export interface AppShape {
  readonly name: string;
  /** The app: `apps/<app>.mjs`. */
  readonly app: string;
  readonly way: Way;
  readonly route: Route;
  /** The pool's limit; more callers than that wait. */
  readonly limit: number;
}

const ESM_FIRST: Way = { form: "ESM", load: "first" };
const ESM_FLAG: Way = { form: "ESM", load: "--import" };
const COMMONJS_FIRST: Way = { form: "CommonJS", load: "first" };
const COMMONJS_FLAG: Way = { form: "CommonJS", load: "--import" };

/** Every shape whose traces must be right. */
export const APP_SHAPES: readonly AppShape[] = [
  shape("pg, ES module", "pg", ESM_FIRST),
  shape("pg, ES module and --import", "pg", ESM_FLAG),
  shape("pg, CommonJS", "pg", COMMONJS_FIRST),
  shape("pg, CommonJS and --import", "pg", COMMONJS_FLAG),
  shape("pg, one connection for all", "pg", ESM_FIRST, { limit: 1 }),
  shape("pg, one connection for all, CommonJS", "pg", COMMONJS_FIRST, { limit: 1 }),
  shape("pg, by gRPC", "pg", ESM_FIRST, { route: "Jaeger grpc" }),
  shape("pg with callbacks, ES module", "pg-callbacks", ESM_FIRST),
  shape("pg with callbacks, one connection for all", "pg-callbacks", COMMONJS_FIRST, { limit: 1 }),
  shape("pg in a worker thread, ES module", "pg-worker-thread", ESM_FIRST),
  shape("pg in a worker thread, CommonJS and --import", "pg-worker-thread", COMMONJS_FLAG),
  shape("Knex, ES module", "knex", ESM_FLAG),
  shape("Knex, one connection for all, CommonJS", "knex", COMMONJS_FIRST, { limit: 1 }),
  shape("Sequelize, CommonJS", "sequelize", COMMONJS_FIRST),
  shape("TypeORM, ES module", "typeorm", ESM_FLAG),
  shape("Drizzle, CommonJS", "drizzle-pg", COMMONJS_FIRST),
  shape("pg, through the Collector", "pg", ESM_FIRST, { route: "Collector http" }),
  shape("pg, through the Collector by gRPC", "pg", COMMONJS_FIRST, { route: "Collector grpc" }),
  shape("Knex, through the Collector", "knex", ESM_FIRST, { route: "Collector http", limit: 1 }),
];

function shape(
  name: string,
  app: string,
  way: Way,
  { route = "Jaeger http", limit = 2 }: { route?: Route; limit?: number } = {},
): AppShape {
  return { name, app, way, route, limit };
}
