import type { Library } from "./library.ts";

const ES_MODULE_ONLY =
  "it is an ES module; a CommonJS app loads it by `require`, which Node can since 22.12.";
const POSTGRES_JS_PIPELINES =
  "those that queue are transactions: a query alone is sent behind another one on a busy connection (pipelining), which is no wait for a connection.";

/** Every data layer of the page, in its order. */
export const LIBRARIES: readonly Library[] = [
  { name: "pg", app: "pg", packages: ["pg"], pool: "pg-pool" },
  {
    name: "pg 8.11",
    app: "pg",
    packages: ["pg-8.11"],
    pool: "pg-pool",
    replacements: { pg: "pg-8.11" },
  },
  {
    name: "pg.native",
    app: "pg",
    packages: ["pg", "pg-native"],
    pool: "pg-pool",
    replacements: { pg: "#pg-native" },
    notes: ["pg on libpq; built by the test with the compiler and libpq of its machine."],
  },
  {
    name: "pg-cursor",
    app: "pg-cursor",
    packages: ["pg-cursor", "pg"],
    pool: "pg-pool",
  },
  {
    name: "pg-query-stream",
    app: "pg-query-stream",
    packages: ["pg-query-stream", "pg"],
    pool: "pg-pool",
  },
  { name: "Knex", app: "knex", packages: ["knex"], pool: "tarn", acquireTimeoutSeconds: 60 },
  {
    name: "Objection",
    app: "objection",
    packages: ["objection", "knex"],
    pool: "tarn",
    acquireTimeoutSeconds: 60,
  },
  {
    name: "Sequelize",
    app: "sequelize",
    packages: ["sequelize"],
    pool: "sequelize-pool",
    acquireTimeoutSeconds: 60,
  },
  { name: "TypeORM", app: "typeorm", packages: ["typeorm"], pool: "pg-pool" },
  {
    name: "Prisma",
    app: "prisma",
    packages: ["@prisma/client", "@prisma/adapter-pg"],
    pool: "pg-pool",
    notes: [
      "the client is made by the generator that `prisma generate` runs (@prisma/client-generator-js), with the query compiler in WebAssembly: no engine is downloaded. Prisma 6 and older have their pool inside a Rust engine, which nothing reaches.",
    ],
  },
  {
    name: "Drizzle on node-postgres",
    app: "drizzle-pg",
    packages: ["drizzle-orm", "pg"],
    pool: "pg-pool",
  },
  {
    name: "Drizzle on postgres.js",
    app: "drizzle-postgres-js",
    packages: ["drizzle-orm", "postgres"],
    pool: "postgres",
    notes: [POSTGRES_JS_PIPELINES],
  },
  {
    name: "Kysely",
    app: "kysely",
    packages: ["kysely", "pg"],
    pool: "pg-pool",
    notes: [ES_MODULE_ONLY],
  },
  {
    name: "MikroORM",
    app: "mikro-orm",
    packages: ["@mikro-orm/postgresql"],
    pool: "pg-pool",
    notes: [ES_MODULE_ONLY],
  },
  {
    name: "Slonik",
    app: "slonik",
    packages: ["slonik"],
    pool: "its own",
    notes: [
      ES_MODULE_ONLY,
      "no pool metrics: its pool lives in a closure that neither a hook nor `observePool` reaches. Export the counts of its own `pool.state()`; its option `tracing: true` adds spans of its acquires.",
    ],
  },
  { name: "pg-promise", app: "pg-promise", packages: ["pg-promise"], pool: "pg-pool" },
  {
    name: "pg-boss",
    app: "pg-boss",
    packages: ["pg-boss"],
    pool: "pg-pool",
    acquireTimeoutSeconds: 10,
    queries: { query: [/pgboss/] },
    hasOwnWork: true,
    notes: [ES_MODULE_ONLY],
  },
  {
    name: "graphile-worker",
    app: "graphile-worker",
    packages: ["graphile-worker", "pg"],
    pool: "pg-pool",
    queries: { query: [/graphile_worker/] },
    alwaysHeld: 1,
    hasOwnWork: true,
    notes: [ES_MODULE_ONLY],
  },
  {
    name: "postgres.js",
    app: "postgres-js",
    packages: ["postgres"],
    pool: "postgres",
    notes: [POSTGRES_JS_PIPELINES],
  },
  {
    name: "@neondatabase/serverless",
    app: "neon",
    packages: ["@neondatabase/serverless"],
    pool: "a copy of pg-pool",
    notes: [
      "no spans and no pool metrics as an ES module, because that is a file of its own which no hook reaches, until the app calls `observePool(pool, { name })`; loaded by `createRequire(import.meta.url)` it has both.",
    ],
  },
  {
    name: "@neondatabase/serverless with `observePool`",
    app: "neon",
    packages: ["@neondatabase/serverless"],
    pool: "a copy of pg-pool",
    observesByHand: true,
  },
];
