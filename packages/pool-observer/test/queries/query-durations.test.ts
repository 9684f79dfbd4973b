import t from "tap";
import { QueryDurations } from "../../src/queries/query-durations.ts";
import { shapeOf } from "../../src/queries/query-shape.ts";

const POOL = { "db.client.connection.pool.name": "orders" };
const shape = (text: string) => shapeOf(text, "sanitized");

function summaries(durations: QueryDurations, now = 0): [unknown, number][] {
  return durations
    .read(now)
    .map(({ attributes, value }) => [attributes["db.query.summary"], value.count]);
}

t.test("queries of one summary that end alike share a series", (t) => {
  const durations = new QueryDurations(POOL, 10, 0);
  const first = durations.record(shape("select a from t where b = 1"), 0.1, undefined);
  const second = durations.record(shape("select c from t where b = 2"), 0.2, undefined);
  t.equal(second, first, "the attributes are one object");
  t.same(first, { ...POOL, "db.query.summary": "SELECT t", "db.operation.name": "SELECT" });
  const [series, ...others] = durations.read(0);
  t.equal(others.length, 0);
  t.match(series, { attributes: first, value: { count: 2, min: 0.1, max: 0.2 } });
  t.end();
});

t.test("each kind of failure is a series, up to ten of them", (t) => {
  const durations = new QueryDurations(POOL, 10, 0);
  durations.record(shape("select 1"), 0.1, undefined);
  for (let i = 0; i < 50; i += 1) durations.record(shape("select 1"), 0.1, String(10_000 + i));
  durations.record(shape("select 1"), 0.1, "10000");
  const types = durations
    .read(0)
    .map(({ attributes, value }) => [attributes["error.type"], value.count]);
  t.equal(types.length, 12);
  t.same(types[0], [undefined, 1]);
  t.same(types[1], ["10000", 2]);
  t.same(types.at(-1), ["_OTHER", 40]);
  t.end();
});

t.test("a thousand summaries are a hundred series and one of the others", (t) => {
  const durations = new QueryDurations(POOL, 100, 0);
  for (let i = 0; i < 1000; i += 1) durations.record(shape(`select a from t${i}`), 0.1, undefined);
  const all = summaries(durations);
  t.equal(all.length, 101);
  t.same(all.at(-1), ["other", 900]);
  const other = durations.read(0).at(-1)?.attributes ?? {};
  t.notOk("db.operation.name" in other, "they do different things");
  t.end();
});

t.test(
  "a summary that becomes heavy gets a series, and what it did before stays with the others",
  (t) => {
    const durations = new QueryDurations(POOL, 2, 0);
    for (const table of ["a", "b", "late"])
      durations.record(shape(`select 1 from ${table}`), 1, undefined);
    for (let i = 0; i < 10; i += 1) durations.record(shape("select 1 from late"), 1, undefined);
    durations.read(1);
    durations.record(shape("select 1 from late"), 1, undefined);
    const all = new Map(summaries(durations, 2));
    t.equal(all.get("SELECT late"), 1);
    t.equal(all.get("other"), 11);
    t.equal(all.size, 3);
    t.end();
  },
);
