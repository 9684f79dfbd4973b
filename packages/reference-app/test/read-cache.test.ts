import t from "tap";
import { createReadCache } from "../src/read-cache.ts";

/** A database that counts how often it is read. */
function countedLoad<Row>(rows: Row[]): {
  load: () => Promise<{ rows: Row[] }>;
  count: () => number;
} {
  let count = 0;
  return {
    load: async () => {
      count += 1;
      return { rows };
    },
    count: () => count,
  };
}

t.test("a read is answered from the cache until its time is over", async (t) => {
  let now = 5000;
  const read = createReadCache(60, () => now);
  const { load, count } = countedLoad([{ id: 1 }]);
  t.strictSame(await read("account 1", load), [{ id: 1 }]);
  now += 59_900;
  t.strictSame(await read("account 1", load), [{ id: 1 }]);
  t.equal(count(), 1);
  now += 200;
  await read("account 1", load);
  t.equal(count(), 2);
});

t.test("a cache of 0 seconds asks the database each time", async (t) => {
  const read = createReadCache(0);
  const { load, count } = countedLoad([{ id: 1 }]);
  await read("account 1", load);
  await read("account 1", load);
  t.equal(count(), 2);
});

t.test("a read without rows is not kept, and a failed one neither", async (t) => {
  const read = createReadCache(60);
  const nothing = countedLoad([]);
  t.strictSame(await read("account 9", nothing.load), []);
  t.strictSame(await read("account 9", nothing.load), []);
  t.equal(nothing.count(), 2);
  await t.rejects(
    read("account 8", () => Promise.reject(new Error("down"))),
    { message: "down" },
  );
  t.strictSame(await read("account 8", countedLoad([{ id: 8 }]).load), [{ id: 8 }]);
});

t.test("the cache is bounded: the answer asked for longest ago makes room", async (t) => {
  const read = createReadCache(60);
  const first = countedLoad([{ id: 0 }]);
  await read("account 0", first.load);
  for (let id = 1; id <= 10_000; id += 1) await read(`account ${id}`, countedLoad([{ id }]).load);
  await read("account 0", first.load);
  t.equal(first.count(), 2);
});
