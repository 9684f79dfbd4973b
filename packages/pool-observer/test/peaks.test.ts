import t from "tap";
import { Peaks } from "../src/peaks.ts";

const NOTHING = { used: 0, pending: 0 };

t.test("each reader sees the highest since it read last", (t) => {
  const peaks = new Peaks(0);
  const [a, b] = [{}, {}];
  peaks.used(3);
  peaks.pending(7);
  t.same(peaks.read(a, NOTHING, 1), { used: 3, pending: 7 });
  peaks.used(2);
  t.same(peaks.read(a, NOTHING, 2), { used: 2, pending: 0 });
  t.same(peaks.read(b, NOTHING, 3), { used: 3, pending: 7 }, "a's reading hides nothing from b");
  t.same(peaks.read(a, NOTHING, 4), NOTHING);
  peaks.used(1);
  t.same(peaks.read(b, NOTHING, 5), { used: 1, pending: 0 });
  t.same(peaks.read(a, NOTHING, 6), { used: 1, pending: 0 });
  t.end();
});

t.test("what is true now is a peak too", (t) => {
  const peaks = new Peaks(0);
  t.same(peaks.read({}, { used: 4, pending: 1 }, 1), { used: 4, pending: 1 });
  const reader = {};
  peaks.read(reader, { used: 4, pending: 0 }, 2);
  t.same(peaks.read(reader, { used: 2, pending: 0 }, 3), { used: 4, pending: 0 }, "it began at 4");
  t.end();
});

t.test("a reader that does not say who it is sees the last minute", (t) => {
  const peaks = new Peaks(0);
  peaks.used(5);
  t.same(peaks.read(undefined, NOTHING, 1), { used: 5, pending: 0 });
  t.same(peaks.read(undefined, NOTHING, 30), { used: 5, pending: 0 });
  t.same(peaks.read(undefined, NOTHING, 50), { used: 5, pending: 0 });
  for (let now = 55; now < 130; now += 5) peaks.read(undefined, NOTHING, now);
  t.same(peaks.read(undefined, NOTHING, 130), NOTHING);
  t.end();
});
