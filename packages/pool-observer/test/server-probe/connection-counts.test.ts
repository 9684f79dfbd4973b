import { APPLICATION_LIMIT } from "@plimsoll/catalog";
import t from "tap";
import { ConnectionCounts } from "../../src/server-probe/connection-counts.ts";

const idle = (application: string, count = 1) => ({ state: "idle", application, count });
const app = (n: number) => idle(`app-${n}`);
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

t.test("a connection that gave no name is of the application none", (t) => {
  t.same(new ConnectionCounts().bounded([idle("", 3)], 0), [idle("none", 3)]);
  t.end();
});

t.test("at most 20 applications have a name, and the rest is summed as other", (t) => {
  const counts = new ConnectionCounts();
  const bounded = counts.bounded(range(0, 25).map(app), 0);
  t.equal(bounded.length, APPLICATION_LIMIT + 1);
  t.same(bounded.at(-1), idle("other", 5));
  t.equal(
    bounded.reduce((sum, { count }) => sum + count, 0),
    25,
    "none gets lost",
  );
  t.end();
});

t.test("what was seen once goes to 0 instead of away", (t) => {
  const counts = new ConnectionCounts();
  counts.bounded([app(1), { ...app(1), state: "active" }], 0);
  t.same(counts.bounded([app(1)], 10), [app(1), { ...app(1), state: "active", count: 0 }]);
  t.end();
});

t.test("a name that had no connection for an hour makes room", (t) => {
  const counts = new ConnectionCounts();
  counts.bounded(range(0, 20).map(app), 0);
  t.same(counts.bounded([app(99)], 3600).at(-1), idle("other"));
  counts.bounded([app(0)], 3601);
  const later = counts.bounded([app(99)], 3602);
  t.same(
    later.filter(({ count, application }) => count > 0 || application === "app-0"),
    [{ ...app(0), count: 0 }, app(99)],
  );
  t.notOk(
    later.some(({ application }) => application === "app-1"),
    "a forgotten name has no series",
  );
  t.end();
});

t.test("the series stay bounded however many names come by", (t) => {
  const counts = new ConnectionCounts();
  let most = 0;
  for (const hour of range(0, 50)) {
    const names = range(0, 40).map((n) => app(hour * 100 + n));
    most = Math.max(most, counts.bounded(names, hour * 4000).length);
  }
  t.ok(most <= APPLICATION_LIMIT + 1, `${most}`);
  t.end();
});
