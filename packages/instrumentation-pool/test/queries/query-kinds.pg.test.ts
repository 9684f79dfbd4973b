import { once } from "node:events";
import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import pg from "pg";
import Cursor from "pg-cursor";
import QueryStream from "pg-query-stream";
import t from "tap";
import { needsDatabase, openPool, serverOptions } from "../database.ts";
import { now } from "../within.ts";
import { observeQueries } from "./observe-queries.ts";

/** A way to send one query on a client; it is over when the promise settles. */
type Send = (client: pg.ClientBase) => Promise<unknown>;

interface Kind {
  readonly send: Send;
  /** As instrumentation-pg would have it, without the database. */
  readonly spanName?: string;
  readonly summary?: string;
  readonly errorType?: string;
}

const called = (start: (done: (error: Error | null | undefined) => void) => unknown) =>
  new Promise<void>((resolve, reject) => {
    start((error) => (error ? reject(error) : resolve()));
  });

const KINDS: Readonly<Record<string, Kind>> = {
  "a text with a promise": { send: (c) => c.query("select 1") },
  "a text with values and a promise": { send: (c) => c.query("select $1::int", [1]) },
  "a text with a callback": { send: (c) => called((done) => c.query("select 1", done)) },
  "a text with values and a callback": {
    send: (c) => called((done) => c.query("select $1::int", [1], done)),
  },
  "a config with a promise": { send: (c) => c.query({ text: "select $1::int", values: [1] }) },
  "a config with a callback beside it": {
    send: (c) => called((done) => c.query({ text: "select 1" }, done)),
  },
  "a config with a callback in it": {
    send: (c) => called((callback) => c.query({ text: "select 1", callback } as never)),
  },
  "a config in array mode": { send: (c) => c.query({ text: "select 1", rowMode: "array" }) },
  "a prepared statement": {
    send: (c) => c.query({ name: "one-row", text: "select $1::int", values: [1] }),
    spanName: "pg.query:one-row",
  },
  "several statements in one text": { send: (c) => c.query("select 1; select 2; select 3") },
  "an empty text": { send: (c) => c.query(""), spanName: "pg.query:_OTHER", summary: "_OTHER" },
  "a text that begins with a comment and a line break": {
    send: (c) => c.query("/* select */ -- x\n\tselect\n1 from pg_class\nlimit 1"),
    summary: "SELECT pg_class",
  },
  "a query object with events": {
    send: (c) => once(c.query(new pg.Query("select 1")), "end"),
  },
  "a query object with a callback": {
    send: (c) => called((done) => c.query(new pg.Query("select 1", done as never))),
  },
  "a query object that reads in portions": {
    send: (c) =>
      once(
        c.query(new pg.Query({ text: "select generate_series(1, 5)", rows: 2 } as never)),
        "end",
      ),
  },
  "a cursor that is read to its end": {
    send: async (c) => {
      const cursor = c.query(new Cursor("select generate_series(1, 5)"));
      while ((await cursor.read(2)).length > 0);
    },
  },
  "a cursor that is closed": {
    send: async (c) => {
      const cursor = c.query(new Cursor("select n from generate_series(1, 500) n"));
      await cursor.read(2);
      await cursor.close();
    },
    summary: "SELECT generate_series",
  },
  "a stream that is read to its end": {
    send: async (c) => {
      for await (const row of c.query(new QueryStream("select generate_series(1, 500)"))) void row;
    },
  },
  "a stream that is left early": {
    send: async (c) => {
      const stream = new QueryStream("select generate_series(1, 5000)", [], { batchSize: 5 });
      for await (const row of c.query(stream)) if (row) break;
    },
  },
  LISTEN: {
    send: (c) => c.query("listen a_channel"),
    spanName: "pg.query:LISTEN",
    summary: "LISTEN",
  },
  "a failed text with a promise": {
    send: (c) => c.query("select 1/0").catch(() => undefined),
    errorType: "22012",
  },
  "a failed text with a callback": {
    send: (c) => called((done) => c.query("select 1/0", () => done(undefined))),
    errorType: "22012",
  },
  "a failed prepared statement": {
    send: (c) => c.query({ name: "broken", text: "select * from nowhere" }).catch(() => undefined),
    spanName: "pg.query:broken",
    summary: "SELECT nowhere",
    errorType: "42P01",
  },
  "a failed query object": {
    send: (c) => once(c.query(new pg.Query("select 1/0")), "error"),
    errorType: "22012",
  },
  "a failed cursor": {
    send: async (c) => {
      await c
        .query(new Cursor("select 1/0"))
        .read(1)
        .catch(() => undefined);
    },
    errorType: "22012",
  },
  "a failed stream": {
    send: async (c) => {
      const stream = c.query(new QueryStream("select 1 / (3 - n) from generate_series(1, 5) n"));
      await (async () => {
        for await (const row of stream) void row;
      })().catch(() => undefined);
    },
    summary: "SELECT generate_series",
    errorType: "22012",
  },
  "a second failed statement of one text": {
    send: (c) => c.query("select 1; select 1/0").catch(() => undefined),
    errorType: "22012",
  },
};

for (const [kind, { send, spanName, summary, errorType }] of Object.entries(KINDS))
  t.test(`${kind} has one span below its caller and counts once`, needsDatabase, async (t) => {
    const { pool, name } = openPool(t, { max: 1 });
    const observed = observeQueries(t);
    const client = await pool.connect();
    const request = observed.request();
    const from = now();
    await request.run(() => send(client));
    // The server answers in order, so that what a left stream or cursor still asked for is over.
    await client.query("commit");
    const to = now();
    client.release();
    const { database } = serverOptions();
    const [span, ...others] = observed
      .ended()
      .filter((s) => s.attributes["db.operation.name"] !== "COMMIT");
    t.equal(others.length, 0);
    t.equal(span?.name, `${spanName ?? "pg.query:SELECT"} ${database}`);
    t.equal(span?.kind, SpanKind.CLIENT);
    t.equal(span?.parentSpanContext?.spanId, request.span.spanContext().spanId);
    t.equal(span?.attributes["db.query.summary"], summary ?? "SELECT");
    t.equal(span?.attributes["error.type"], errorType);
    t.equal(span?.attributes["db.response.status_code"], errorType);
    t.equal(span?.status.code, errorType ? SpanStatusCode.ERROR : SpanStatusCode.UNSET);
    const all = await observed.durations(name);
    const durations = all.filter((d) => d.operation !== "COMMIT");
    t.match(durations, [{ summary: summary ?? "SELECT", errorType, count: 1 }]);
    t.equal(durations.length, 1);
    t.ok((durations[0]?.sum ?? 0) > 0 && (durations[0]?.sum ?? 0) <= to - from);
  });

t.test("a query's span says where it went and what it did", needsDatabase, async (t) => {
  const { pool, name } = openPool(t, { max: 1 });
  const observed = observeQueries(t);
  const text = "SELECT n, $1::int, 'a literal' FROM generate_series(1, 2) n WHERE n > 1";
  const { rows } = await pool.query("select pg_backend_pid() as pid");
  await pool.query({ name: "planned", text, values: [1] });
  const { host, port, database } = serverOptions();
  t.same(observed.ended()[1]?.attributes, {
    "db.system.name": "postgresql",
    "db.namespace": database,
    "server.address": host,
    "server.port": port,
    "db.client.connection.pool.name": name,
    "db.query.text": "SELECT n, $1::int, ? FROM generate_series(?, ?) n WHERE n > ?",
    "db.query.summary": "SELECT generate_series",
    "db.operation.name": "SELECT",
    "db.postgresql.plan": "planned",
    "plimsoll.db.backend_pid": (rows as { pid: number }[])[0]?.pid,
  });
});

t.test("a client without a pool has spans and durations too", needsDatabase, async (t) => {
  const observed = observeQueries(t);
  const client = new pg.Client(serverOptions());
  await client.connect();
  await client.query("select 1 from pg_class limit 0");
  await client.end();
  const [span] = observed.ended();
  t.equal(span?.attributes["db.query.summary"], "SELECT pg_class");
  t.notOk("db.client.connection.pool.name" in (span?.attributes ?? {}));
  const durations = await observed.durations(undefined);
  t.match(
    durations.find((d) => d.summary === "SELECT pg_class"),
    { count: 1 },
  );
});

t.test("a duration is the time on the server, not that of waiting", needsDatabase, async (t) => {
  const { pool, name } = openPool(t, { max: 1 });
  const observed = observeQueries(t);
  const client = await pool.connect();
  const from = now();
  await Promise.all([1, 2, 3].map(() => client.query("select pg_sleep(0.1)")));
  const to = now();
  client.release();
  const [duration] = await observed.durations(name);
  t.equal(duration?.count, 3);
  t.ok((duration?.sum ?? 0) > 0.29 && (duration?.sum ?? 0) <= to - from);
});

t.test("queries of a pipeline are timed from when they are sent", needsDatabase, async (t) => {
  const { pool, name } = openPool(t, { max: 1, pipeline: true });
  const observed = observeQueries(t);
  const client = await pool.connect();
  const request = observed.request();
  const results = await request.run(() =>
    Promise.allSettled([
      client.query("select pg_sleep(0.1)"),
      client.query("select 1/0"),
      client.query({ name: "p", text: "select $1::int", values: [7] }),
      client.query(new Cursor("select 1")) as unknown as Promise<unknown>,
    ]),
  );
  client.release();
  t.same(
    results.slice(0, 3).map(({ status }) => status),
    ["fulfilled", "rejected", "fulfilled"],
  );
  const spans = observed.ended();
  t.equal(spans.length, 4);
  for (const span of spans)
    t.equal(span.parentSpanContext?.spanId, request.span.spanContext().spanId);
  const durations = await observed.durations(name);
  const counts = new Map(durations.map((d) => [d.errorType, d.count]));
  t.same(
    counts,
    new Map([
      [undefined, 2],
      ["22012", 1],
      ["_OTHER", 1],
    ]),
  );
  const succeeded = durations.find((d) => d.errorType === undefined);
  t.ok((succeeded?.sum ?? 0) > 0.19, "the last one waited at the server for the first");
});
