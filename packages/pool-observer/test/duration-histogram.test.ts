import t from "tap";
import { DurationHistogram } from "../src/duration-histogram.ts";

t.test("a duration counts in the first bucket whose bound it does not exceed", (t) => {
  const histogram = new DurationHistogram([0.1, 1, 10]);
  for (const seconds of [0.05, 0.1, 0.5, 10, 11]) histogram.record(seconds);
  t.same(histogram.read().buckets, { boundaries: [0.1, 1, 10], counts: [2, 1, 1, 1] });
  t.end();
});

t.test("sum, count, minimum and maximum are those of the durations", (t) => {
  const histogram = new DurationHistogram([1]);
  for (const seconds of [0.5, 2, 0.25]) histogram.record(seconds);
  t.match(histogram.read(), { sum: 2.75, count: 3, min: 0.25, max: 2 });
  t.end();
});

t.test("an empty histogram has no infinite extremes", (t) => {
  t.match(new DurationHistogram([1]).read(), { sum: 0, count: 0, min: 0, max: 0 });
  t.end();
});

t.test("a reading does not change when more is recorded", (t) => {
  const histogram = new DurationHistogram([1]);
  const before = histogram.read();
  histogram.record(0.5);
  t.same(before.buckets.counts, [0, 0]);
  t.end();
});
