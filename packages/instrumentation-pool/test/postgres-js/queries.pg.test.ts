import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import type postgres from "postgres";
import t, { type Test } from "tap";
import { killBackends, needsDatabase, serverOptions } from "../database.ts";
import { type ObservedQueries, observeQueries } from "../queries/observe-queries.ts";
import { openSql } from "./postgres-driver.ts";

interface Kind {
  readonly send: (sql: postgres.Sql) => Promise<unknown>;
  readonly name?: string;
  readonly summary?: string;
  readonly errorType?: string;
}

const failed = (promise: Promise<unknown>) =>
  promise.then(
    () => "no error",
    () => undefined,
  );

const KINDS: Readonly<Record<string, Kind>> = {
  "a query": { send: async (sql) => sql`select 1` },
  "a query with values": { send: async (sql) => sql`select ${1}::int, ${"zqmarker"}::text` },
  "a text": { send: async (sql) => sql.unsafe("select 'zqmarker'") },
  "several statements in one text": { send: async (sql) => sql.unsafe("select 1; select 2") },
  "a simple query": { send: async (sql) => sql`select 1`.simple() },
  "a query by callback per row": {
    send: async (sql) => sql`select generate_series(1, 5)`.forEach(() => undefined),
  },
  "a description": { send: async (sql) => sql`select ${1}::int`.describe() },
  "a cursor with a callback": {
    send: async (sql) => sql`select generate_series(1, 5)`.cursor(2, async () => undefined),
  },
  "a cursor that is iterated": {
    send: async (sql) => {
      for await (const rows of sql`select generate_series(1, 5)`.cursor(2)) void rows;
    },
  },
  "a cursor that is left early": {
    send: async (sql) => {
      for await (const rows of sql`select generate_series(1, 500)`.cursor(2)) if (rows) break;
    },
  },
  "a failed query": { send: (sql) => failed(sql`select 1/0`), errorType: "22012" },
  "a failed query with values": {
    send: (sql) => failed(sql`select ${"zqmarker"}::text::int`),
    errorType: "22P02",
  },
  "a failed cursor": {
    send: (sql) =>
      failed(
        (async () => {
          const query = sql`select 1 / (4 - n) from generate_series(1, 5) n`;
          for await (const rows of query.cursor(2)) void rows;
        })(),
      ),
    summary: "SELECT generate_series",
    errorType: "22012",
  },
  "a query with a value that cannot be sent": {
    send: (sql) => failed(sql`select ${undefined as never}`),
    // postgres.js refuses it before it has made its text.
    name: "_OTHER",
    errorType: "UNDEFINED_VALUE",
  },
  "a COPY to the app": {
    send: async (sql) => {
      const stream = await sql`copy (select generate_series(1, 5)) to stdout`.readable();
      for await (const chunk of stream) void chunk;
    },
    name: "COPY",
    summary: "COPY",
  },
};

interface Opened extends ObservedQueries {
  readonly sql: postgres.Sql;
  readonly name: string;
}

function open(t: Test, options: postgres.Options<{}> = {}): Opened {
  const { sql, name } = openSql({ max: 1, ...options });
  t.teardown(() => sql.end({ timeout: 1 }));
  return { sql, name, ...observeQueries(t) };
}

for (const [kind, { send, name = "SELECT", summary, errorType }] of Object.entries(KINDS))
  for (const isFirst of [true, false])
    t.test(
      `postgres.js: ${kind}, ${isFirst ? "first" : "later"} on its connection, has one span below its caller and counts once`,
      needsDatabase,
      async (t) => {
        const { sql, name: pool, ended, durations, request } = open(t);
        if (!isFirst) await sql`commit`;
        const caller = request();
        await caller.run(() => send(sql));
        // The answer to a COPY or a left cursor is complete by then.
        await sql`commit`;
        const { database } = serverOptions();
        const spans = ended().filter((span) => span.attributes["db.operation.name"] !== "COMMIT");
        t.equal(spans.length, 1);
        const [span] = spans;
        t.equal(span?.name, `pg.query:${name} ${database}`);
        t.equal(span?.parentSpanContext?.spanId, caller.span.spanContext().spanId);
        t.equal(span?.attributes["db.query.summary"], summary ?? name);
        t.equal(span?.attributes["error.type"], errorType);
        t.equal(span?.attributes["db.client.connection.pool.name"], pool);
        t.equal(typeof span?.attributes["plimsoll.db.backend_pid"], "number");
        t.notMatch(JSON.stringify([span?.attributes, span?.events, span?.status]), "zqmarker");
        const all = (await durations(pool)).filter((d) => d.operation !== "COMMIT");
        t.match(all, [{ summary: summary ?? name, errorType, count: 1 }]);
        t.equal(all.length, 1);
      },
    );

t.test("postgres.js: queries of a transaction are below its caller", needsDatabase, async (t) => {
  const { sql, ended, request } = open(t);
  const caller = request();
  await caller.run(() =>
    sql.begin(async (tx) => {
      await tx`select 1`;
      await tx.savepoint((deep) => deep`select 2`);
      for await (const rows of tx`select generate_series(1, 5)`.cursor(2)) void rows;
      return tx`select 3`;
    }),
  );
  const spans = ended();
  t.same(
    spans.map((span) => span.attributes["db.operation.name"]),
    ["BEGIN", "SELECT", "SAVEPOINT", "SELECT", "SELECT", "SELECT", "COMMIT"],
  );
  for (const span of spans)
    t.equal(span.parentSpanContext?.spanId, caller.span.spanContext().spanId);
});

t.test(
  "postgres.js: queries that queue or share a connection are each below their own caller",
  needsDatabase,
  async (t) => {
    const { sql, name, ended, durations, request } = open(t);
    const callers = Array.from({ length: 20 }, () => request());
    await Promise.all(callers.map((caller) => caller.run(async () => sql`select pg_sleep(0.01)`)));
    t.same(
      ended().map((span) => span.parentSpanContext?.spanId),
      callers.map((caller) => caller.span.spanContext().spanId),
    );
    t.match(await durations(name), [{ count: 20 }]);
  },
);

t.test("postgres.js: a lost connection fails what was sent on it", needsDatabase, async (t) => {
  const { sql, name, ended } = open(t);
  await sql`select 1`;
  const all = [1, 2, 3].map(() => failed(sql`select pg_sleep(30)`));
  await new Promise(setImmediate);
  await killBackends(name);
  t.same(await Promise.all(all), [undefined, undefined, undefined]);
  const spans = ended().filter((s) => s.attributes["db.client.connection.pool.name"] === name);
  t.equal(spans.length, 4);
  t.ok(spans.slice(1).every((span) => "error.type" in span.attributes));
});

t.test("postgres.js: a query that is never sent has no span", needsDatabase, async (t) => {
  const { sql, ended } = open(t, { host: "127.0.0.1", port: 1 });
  await failed(sql`select 1`);
  t.equal(ended().length, 0);
});

t.test("postgres.js: a COPY from the app ends with its stream", needsDatabase, async (t) => {
  const { sql, name, ended, durations } = open(t);
  await sql`create temp table copied (n int)`;
  const stream = await sql`copy copied from stdin`.writable();
  await pipeline(Readable.from(["1\n", "2\n"]), stream);
  const [row] = await sql`select count(*)::int as n from copied`;
  t.equal(row?.["n"], 2);
  t.same(
    ended().map((span) => span.attributes["db.operation.name"]),
    ["CREATE", "COPY", "SELECT"],
  );
  t.equal((await durations(name)).length, 3);
});
