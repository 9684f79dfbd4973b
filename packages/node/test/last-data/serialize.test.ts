import t from "tap";
import { inBatches } from "../../src/last-data/serialize.ts";

const sizes = (count: number): number[] =>
  inBatches(Array.from({ length: count }), ({ length }) => new Uint8Array(length)).map(
    (body) => body.length,
  );

t.test("a request carries 512 items at most, and none is empty", (t) => {
  t.same(sizes(0), []);
  t.same(sizes(512), [512]);
  t.same(sizes(1300), [512, 512, 276]);
  t.same(
    inBatches([1], () => undefined),
    [],
  );
  t.end();
});
