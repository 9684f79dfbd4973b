import t from "tap";
import { timeTicks } from "../../src/report/time-ticks.ts";

t.test("ticks are round, start at 0 and do not leave the span", (t) => {
  t.same(timeTicks(0.83, 5), [0, 0.2, 0.4, 0.6, 0.8]);
  t.same(timeTicks(5.003, 5), [0, 2, 4]);
  t.same(timeTicks(5, 5), [0, 1, 2, 3, 4, 5]);
  t.same(timeTicks(0.3, 3), [0, 0.1, 0.2, 0.3]);
  for (let seconds = 0.0007; seconds < 100; seconds *= 1.37) {
    const ticks = timeTicks(seconds, 5);
    t.ok(ticks.length >= 3 && ticks.length <= 6, `${ticks.length} ticks in ${seconds} s`);
    t.ok((ticks.at(-1) ?? 0) <= seconds + 1e-9);
  }
  t.end();
});

t.test("a request of no length has one tick", (t) => {
  t.same(timeTicks(0, 5), [0]);
  t.end();
});
