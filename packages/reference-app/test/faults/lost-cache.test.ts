import t from "tap";
import { loseCache } from "../../src/faults/lost-cache.ts";
import { createReadCache } from "../../src/read-cache.ts";

t.test("of a cache that lost a share, that share of reads asks the database", async (t) => {
  let missPercent = 0;
  const chance = [0, 0.1, 0.29, 0.3, 0.5, 0.99];
  let asked = 0;
  const read = loseCache(
    createReadCache(60),
    () => missPercent,
    () => chance[asked++ % chance.length]!,
  );
  let reads = 0;
  const load = async (): Promise<{ rows: string[] }> => ({ rows: [`read ${(reads += 1)}`] });
  const readsOf = async (): Promise<number> => {
    const before = reads;
    for (const _ of chance) await read("account 1", load);
    return reads - before;
  };
  t.equal(await readsOf(), 1, "whole: only the first time");
  missPercent = 30;
  t.equal(await readsOf(), 3);
  missPercent = 100;
  t.equal(await readsOf(), chance.length);
  missPercent = 0;
  t.equal(await readsOf(), 0);
  t.strictSame(await read("account 1", load), ["read 1"], "what was lost was not written back");
});
