import { AlwaysOffSampler, AlwaysOnSampler, ParentBasedSampler } from "@opentelemetry/sdk-trace";
import type pg from "pg";
import t, { type Test } from "tap";
import type { QueryInstrumentationConfig, QueryRequest } from "../../src/index.ts";
import { QueryInstrumentation } from "../../src/index.ts";
import { needsDatabase, openPool, serverOptions } from "../database.ts";
import { collectDiag } from "../warnings.ts";
import { type ObservedQueries, observeQueries } from "./observe-queries.ts";

interface Opened extends ObservedQueries {
  readonly pool: pg.Pool;
  readonly name: string;
}

function open(t: Test, config: QueryInstrumentationConfig): Opened {
  return { ...openPool(t, { max: 1 }), ...observeQueries(t, config) };
}

const TEXT = "select $1::text, 'a literal'";

t.test("the text is sanitized, raw or left out, as is asked for", needsDatabase, async (t) => {
  for (const [queryText, expected] of [
    [undefined, "select $1::text, ?"],
    ["sanitized", "select $1::text, ?"],
    ["raw", TEXT],
    ["off", undefined],
  ] as const) {
    const { pool, ended } = open(t, queryText === undefined ? {} : { queryText });
    await pool.query(TEXT, ["x"]);
    t.equal(ended()[0]?.attributes["db.query.text"], expected);
    t.equal(ended()[0]?.attributes["db.query.summary"], "SELECT");
  }
});

t.test("values are on no span unless they are asked for", needsDatabase, async (t) => {
  const { pool, ended } = open(t, {});
  await pool.query(TEXT, ["a secret"]);
  t.notMatch(JSON.stringify(ended()[0]?.attributes), "a secret");
  const asked = open(t, { enhancedDatabaseReporting: true });
  const refusing = {
    toJSON: () => {
      throw new Error("no");
    },
    toPostgres: undefined,
  };
  const values = [
    "x",
    6,
    true,
    null,
    undefined,
    Buffer.from("abc"),
    { a: 1 },
    { toPostgres: () => "own" },
    1n,
  ];
  await asked.pool.query(`select ${values.map((_, i) => `$${i + 1}::text`).join()}`, values);
  t.same(asked.ended()[0]?.attributes["db.postgresql.values"], [
    "x",
    "6",
    "true",
    "null",
    "null",
    "abc",
    '{"a":1}',
    "own",
    "1",
  ]);
  await asked.pool.query("select $1::text", [refusing]).catch(() => undefined);
  t.same(asked.ended()[1]?.attributes["db.postgresql.values"], ["?"]);
});

t.test("the request hook is told of the query and of the connection", needsDatabase, async (t) => {
  const requests: QueryRequest[] = [];
  const requestHook: NonNullable<QueryInstrumentationConfig["requestHook"]> = (span, request) => {
    span.setAttribute("hooked", true);
    requests.push(request);
  };
  const { pool, ended } = open(t, { requestHook });
  await pool.query(TEXT, ["x"]);
  await pool.query({ name: "planned", text: "select 1" });
  const { host, port, user, database } = serverOptions();
  const connection = { host, port, user, database };
  t.same(requests, [
    { connection, query: { text: TEXT, values: ["x"], name: undefined } },
    { connection, query: { text: "select 1", values: undefined, name: "planned" } },
  ]);
  t.ok(ended().every((span) => span.attributes["hooked"] === true));
});

t.test("the response hook is given the result, or each of several", needsDatabase, async (t) => {
  const commands: unknown[] = [];
  const { pool, ended } = open(t, {
    responseHook: (span, { data }) => {
      span.setAttribute("hooked", true);
      commands.push([data].flat().map((result) => (result as pg.QueryResult).rowCount));
    },
  });
  await pool.query("select generate_series(1, 3)");
  await pool.query("select 1; select generate_series(1, 2)");
  await pool.query("select 1/0").catch(() => undefined);
  t.same(commands, [[3], [1, 2]]);
  t.same(
    ended().map((span) => span.attributes["hooked"]),
    [true, true, undefined],
  );
});

function fail(): never {
  throw new Error("the app's hook");
}

t.test("a hook that throws does no harm", needsDatabase, async (t) => {
  const { pool, ended } = open(t, { requestHook: fail, responseHook: fail });
  const diag = collectDiag(t);
  t.equal((await pool.query("select 1")).rowCount, 1);
  t.equal(ended().length, 1);
  t.same(diag, [], "it is an error, no warning of ours");
});

t.test(
  "requireParentSpan makes spans below others only, and durations of all",
  needsDatabase,
  async (t) => {
    const { pool, name, ended, durations, request } = open(t, { requireParentSpan: true });
    await pool.query("select 1");
    t.equal(ended().length, 0);
    await request().run(() => pool.query("select 1"));
    t.equal(ended().length, 1);
    t.match(await durations(name), [{ count: 2 }]);
  },
);

t.test("followsParent makes no span below one that is not recorded", needsDatabase, async (t) => {
  const { pool, name } = openPool(t, { max: 1 });
  const sampler = new ParentBasedSampler({ root: new AlwaysOnSampler() });
  const observed = observeQueries(t, { followsParent: true }, { sampler });
  await pool.query("select 1");
  t.equal(observed.ended().length, 1);
  const request = observed.request();
  const { context, trace } = await import("@opentelemetry/api");
  const unsampled = trace.wrapSpanContext({ ...request.span.spanContext(), traceFlags: 0 });
  await context.with(trace.setSpan(context.active(), unsampled), () => pool.query("select 1"));
  t.equal(observed.ended().length, 1);
  t.match(await observed.durations(name), [{ count: 2 }]);
});

t.test(
  "durations are there without spans, and when no span is sampled",
  needsDatabase,
  async (t) => {
    const { pool, name, ended, durations } = open(t, { spans: false });
    await pool.query("select 1");
    t.equal(ended().length, 0);
    t.match(await durations(name), [{ count: 1 }]);
    const dropped = openPool(t, { max: 1 });
    const observed = observeQueries(t, {}, { sampler: new AlwaysOffSampler() });
    await dropped.pool.query("select 1/0").catch(() => undefined);
    t.equal(observed.ended().length, 0);
    t.match(await observed.durations(dropped.name), [{ count: 1, errorType: "22012" }]);
  },
);

t.test(
  "only the one that is enabled observes, with its newest settings",
  needsDatabase,
  async (t) => {
    const { pool, name } = openPool(t, { max: 1 });
    const observed = observeQueries(t);
    const other = new QueryInstrumentation({ enabled: false, spans: false });
    await pool.query("select 1");
    t.equal(observed.ended().length, 1, "the other one is not enabled");
    other.enable();
    await pool.query("select 1");
    t.equal(observed.ended().length, 1, "the other one makes no spans");
    t.match(await observed.durations(name), [{ count: 2 }]);
    other.setConfig({ spans: true });
    other.disable();
    await pool.query("select 1");
    t.equal(observed.ended().length, 1);
    t.match(await observed.durations(name), [{ count: 2 }]);
  },
);
