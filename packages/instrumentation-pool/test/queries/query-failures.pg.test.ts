import { once } from "node:events";
import { ATTRIBUTE } from "@plimsoll/catalog";
import pg from "pg";
import Cursor from "pg-cursor";
import QueryStream from "pg-query-stream";
import t, { type Test } from "tap";
import { killBackends, needsDatabase, openPool, serverOptions, until } from "../database.ts";
import { collectDiag } from "../warnings.ts";
import { observeQueries } from "./observe-queries.ts";

const SECRET = "planted-secret";

function caught(promise: Promise<unknown>): Promise<{ message?: string; code?: string }> {
  return promise.then(
    () => ({}),
    (error: unknown) => error as Error,
  );
}

interface Failure {
  readonly options?: pg.PoolConfig;
  readonly send: (client: pg.PoolClient) => Promise<unknown>;
  /** What the app sees. */
  readonly message: RegExp;
  readonly errorType: string;
  readonly spanMessage: string;
  /** The client cannot be used after it. */
  readonly breaksClient?: true;
}

function refuse(): never {
  throw new TypeError(SECRET);
}

function capture(error: unknown): void {
  process.emit("uncaughtException", error as Error);
}

const TYPE_FAILS: pg.CustomTypesConfig = {
  getTypeParser: () => () => {
    throw new RangeError(`no ${SECRET}`);
  },
};

const FAILURES: Readonly<Record<string, Failure>> = {
  "a statement that the server refuses": {
    send: (c) => caught(c.query(`select '${SECRET}'::int`)),
    message: /invalid input syntax for type integer: "planted-secret"/,
    errorType: "22P02",
    spanMessage: "PostgreSQL error of type 'error' occurred (code: 22P02)",
  },
  "a query that takes longer than query_timeout": {
    send: (c) => caught(c.query({ text: "select pg_sleep(0.3)", query_timeout: 50 } as never)),
    message: /Query read timeout/,
    errorType: "timeout",
    spanMessage: "PostgreSQL error of type 'Error' occurred (code: timeout)",
  },
  "a stream that takes longer than query_timeout": {
    send: (c) => {
      const stream = new QueryStream("select pg_sleep(0.3)");
      Object.assign(stream, { query_timeout: 50 });
      return caught(c.query(stream).toArray());
    },
    // pg-cursor 2.22.0 sends a second Sync then, whose answer pg does not expect.
    breaksClient: true,
    message: /Query read timeout/,
    errorType: "timeout",
    spanMessage: "PostgreSQL error of type 'Error' occurred (code: timeout)",
  },
  "a statement that takes longer than statement_timeout": {
    options: { statement_timeout: 50 },
    send: (c) => caught(c.query("select pg_sleep(5)")),
    message: /statement timeout/,
    errorType: "57014",
    spanMessage: "PostgreSQL error of type 'error' occurred (code: 57014)",
  },
  "a row that cannot be read": {
    send: (c) => caught(c.query({ text: "select 1", types: TYPE_FAILS })),
    message: /no planted-secret/,
    errorType: "_OTHER",
    spanMessage: "PostgreSQL error of type 'RangeError' occurred (code: UNKNOWN)",
  },
  "a row that cannot be read, and then an error of the server": {
    send: (c) =>
      caught(
        c.query({ text: "select 1 / (2 - n) from generate_series(1, 2) n", types: TYPE_FAILS }),
      ),
    message: /no planted-secret/,
    errorType: "_OTHER",
    spanMessage: "PostgreSQL error of type 'RangeError' occurred (code: UNKNOWN)",
  },
  "a value that cannot be sent": {
    send: (c) => caught(c.query("select $1", [{ toPostgres: refuse }])),
    message: /planted-secret/,
    errorType: "_OTHER",
    spanMessage: "PostgreSQL error of type 'TypeError' occurred (code: UNKNOWN)",
  },
  "values that are no list": {
    send: (c) => caught(c.query({ text: "select $1", values: SECRET as never })),
    message: /Query values must be an array/,
    errorType: "_OTHER",
    spanMessage: "PostgreSQL error of type 'Error' occurred (code: UNKNOWN)",
  },
  "two prepared statements of one name": {
    send: async (c) => {
      await c.query({ name: "same", text: "commit" });
      return caught(c.query({ name: "same", text: "select 1" }));
    },
    message: /Prepared statements must be unique/,
    errorType: "_OTHER",
    spanMessage: "PostgreSQL error of type 'Error' occurred (code: UNKNOWN)",
  },
  "an app's own error with a sentence for a name": {
    send: (c) => {
      const failure = Object.assign(new Error(SECRET), { name: `for ${SECRET}`, code: SECRET });
      const getTypeParser = () => () => {
        throw failure;
      };
      return caught(c.query({ text: "select 1", types: { getTypeParser } }));
    },
    message: /planted-secret/,
    errorType: "_OTHER",
    spanMessage: "PostgreSQL error of type 'Error' occurred (code: UNKNOWN)",
  },
};

for (const [what, failure] of Object.entries(FAILURES))
  t.test(`${what} fails its span without a word of the app's data`, needsDatabase, async (t) => {
    const { message, errorType, spanMessage } = failure;
    const { pool, name } = openPool(t, { max: 1, ...failure.options });
    const observed = observeQueries(t);
    const warnings = collectDiag(t);
    const client = await pool.connect();
    const request = observed.request();
    if (failure.breaksClient) client.on("error", () => undefined);
    const error = (await request.run(() => failure.send(client))) as Error;
    if (!failure.breaksClient) await client.query("commit");
    client.release(failure.breaksClient);
    t.match(error.message, message);
    const failed = observed.ended().filter((s) => s.attributes["db.operation.name"] === "SELECT");
    t.equal(failed.length, 1);
    const [span] = failed;
    t.equal(span?.parentSpanContext?.spanId, request.span.spanContext().spanId);
    t.equal(span?.attributes["error.type"], errorType);
    t.equal(span?.status.message, spanMessage);
    t.equal(span?.events[0]?.attributes?.["exception.message"], spanMessage);
    t.equal(span?.events.length, 1);
    t.notMatch(JSON.stringify([span?.name, span?.attributes, span?.events]), SECRET);
    const durations = (await observed.durations(name)).filter((d) => d.operation === "SELECT");
    t.match(durations, [{ errorType, count: 1 }]);
    t.equal(durations.length, 1);
    t.same(warnings, []);
  });

t.test("a lost connection fails the query in flight and those behind it", needsDatabase, (t) =>
  losesConnection(t, {}, "57P01"),
);

t.test("a lost connection fails all queries of a pipeline", needsDatabase, (t) =>
  losesConnection(t, { pipeline: true }, "57P01"),
);

async function losesConnection(t: Test, options: pg.PoolConfig, first: string): Promise<void> {
  const { pool, name } = openPool(t, { max: 1, ...options });
  const observed = observeQueries(t);
  const client = await pool.connect();
  client.on("error", () => undefined);
  const request = observed.request();
  const all = request.run(() =>
    Promise.all([1, 2, 3].map((n) => caught(client.query(`select pg_sleep(30), ${n}`)))),
  );
  await killBackends(name);
  t.match((await all)[0], { code: first });
  client.release(true);
  // The query that kills is in this process too.
  const spans = observed.ended().filter((s) => s.attributes[ATTRIBUTE.poolName] === name);
  t.equal(spans.length, 3);
  for (const span of spans)
    t.equal(span.parentSpanContext?.spanId, request.span.spanContext().spanId);
  t.equal(spans[0]?.attributes["error.type"], first);
  t.ok(spans.every((span) => "error.type" in span.attributes));
  const durations = await observed.durations(name);
  t.equal(
    durations.reduce((count, d) => count + d.count, 0),
    3,
  );
}

t.test("a client that was ended fails its queries", needsDatabase, async (t) => {
  const observed = observeQueries(t);
  const client = new pg.Client(serverOptions());
  await client.connect();
  await client.end();
  t.match(await caught(client.query("select 1")), /Client was closed/);
  t.match(await caught(client.query(new Cursor("select 1")).read(1)), /Client was closed/);
  t.same(
    observed.ended().map((span) => span.attributes["error.type"]),
    ["_OTHER", "_OTHER"],
  );
});

t.test("ending a client fails the query in flight", needsDatabase, async (t) => {
  const observed = observeQueries(t);
  const client = new pg.Client(serverOptions());
  await client.connect();
  const query = caught(client.query("select pg_sleep(30)"));
  await client.end();
  t.match(await query, /Connection terminated/);
  t.equal(observed.ended()[0]?.attributes["error.type"], "_OTHER");
});

t.test("a query before the connection fails when that cannot be opened", async (t) => {
  const observed = observeQueries(t);
  const client = new pg.Client({ host: "127.0.0.1", port: 1, user: "u", password: SECRET });
  client.on("error", () => undefined);
  const query = caught(client.query("select 1"));
  t.equal(observed.open(), 1);
  await caught(client.connect());
  await until("the end of the query", () => observed.open() === 0);
  t.ok(await query);
  t.equal(observed.ended().length, 1);
});

t.test(
  "a refused query throws as without us, and has a span that failed",
  needsDatabase,
  async (t) => {
    const { pool } = openPool(t, { max: 1 });
    const observed = observeQueries(t);
    const client = await pool.connect();
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    t.throws(() => query(null), { message: "Client was passed a null or undefined query" });
    t.throws(() => query(), { message: "Client was passed a null or undefined query" });
    t.throws(
      () => query({ text: "select 1", callback: "no function" }),
      /callback is not a function/,
    );
    await client.query("select 1");
    client.release();
    const { database } = serverOptions();
    t.same(
      observed.ended().map((span) => [span.name, span.attributes["error.type"]]),
      [
        ["pg.query", "_OTHER"],
        ["pg.query", "_OTHER"],
        [`pg.query:SELECT ${database}`, "_OTHER"],
        [`pg.query:SELECT ${database}`, undefined],
      ],
    );
  },
);

t.test("an error event that nobody hears is thrown as without us", needsDatabase, async (t) => {
  const { pool } = openPool(t, { max: 1 });
  const observed = observeQueries(t);
  const client = await pool.connect();
  const thrown = once(process, "uncaughtException");
  process.setUncaughtExceptionCaptureCallback(capture);
  client.query(new pg.Query("select 1/0"));
  t.match((await thrown)[0], { code: "22012" });
  process.setUncaughtExceptionCaptureCallback(null);
  client.release(true);
  t.equal(observed.ended().length, 1);
});
