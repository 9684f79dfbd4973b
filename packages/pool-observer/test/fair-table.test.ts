import t from "tap";
import { FairTable } from "../src/fair-table.ts";

interface Counter {
  count: number;
}

function table(limit: number): FairTable<Counter> {
  return new FairTable({ limit, create: () => ({ count: 0 }) });
}

function add(to: FairTable<Counter>, key: string, weight = 1): void {
  to.get(key, weight).count += 1;
}

const counts = (of: FairTable<Counter>) =>
  Object.fromEntries([...of.entries()].map(([key, { count }]) => [key, count]));

t.test("the first keys have a value of their own, the others share one", (t) => {
  const all = table(2);
  t.ok(all.hasPlace("c"));
  for (const key of ["a", "b", "c", "d", "a"]) add(all, key);
  t.same(counts(all), { a: 2, b: 1 });
  t.equal(all.other?.count, 2);
  t.notOk(all.hasPlace("c"));
  t.ok(all.hasPlace("a"));
  t.end();
});

t.test("there is no shared value while every key has one", (t) => {
  const all = table(2);
  add(all, "a");
  t.equal(all.other, undefined);
  all.rebalance(1);
  t.same(counts(all), { a: 1 });
  t.end();
});

t.test("a key that is plainly heavier of late takes the place of the lightest", (t) => {
  const all = table(2);
  add(all, "a", 10);
  add(all, "b", 1);
  add(all, "c", 3);
  all.rebalance(1);
  add(all, "c");
  t.same(counts(all), { a: 1, c: 1 });
  t.equal(all.other?.count, 1, "what it did before stays");
  t.end();
});

t.test("two keys that are alike do not take turns", (t) => {
  const all = table(1);
  for (let now = 1; now < 100; now += 1) {
    add(all, "a");
    add(all, "b");
    all.rebalance(now);
  }
  t.same(counts(all), { a: 99 });
  t.equal(all.other?.count, 99);
  t.end();
});

t.test("a key with less than a hundredth of the whole gets no place", (t) => {
  const all = table(2);
  add(all, "a", 1000);
  add(all, "b", 1);
  add(all, "c", 5);
  all.rebalance(1);
  t.same(Object.keys(counts(all)), ["a", "b"]);
  t.end();
});

t.test("a key that gets its place back goes on with the value that it had", (t) => {
  const all = table(1);
  add(all, "a", 1);
  add(all, "b", 10);
  all.rebalance(1);
  t.same(Object.keys(counts(all)), ["b"]);
  for (let i = 0; i < 100; i += 1) add(all, "a", 10);
  all.rebalance(2);
  add(all, "a");
  t.same(counts(all), { a: 2 });
  t.end();
});

t.test("what a key weighed long ago counts little", (t) => {
  const all = table(1);
  add(all, "a", 1000);
  all.rebalance(1);
  // An hour later.
  all.rebalance(3601);
  add(all, "b", 10);
  all.rebalance(3602);
  t.same(Object.keys(counts(all)), ["b"]);
  t.end();
});

t.test("ten thousand keys are as many values as the limit, and one", (t) => {
  const all = table(20);
  for (let i = 0; i < 10_000; i += 1) {
    add(all, `key ${i}`, i);
    if (i % 100 === 0) all.rebalance(i / 100);
  }
  t.equal([...all.entries()].length, 20);
  const named = [...all.entries()].reduce((sum, [, { count }]) => sum + count, 0);
  t.ok(named + (all.other?.count ?? 0) <= 10_000);
  t.end();
});
