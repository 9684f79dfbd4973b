import t from "tap";
import { atTime, replayableClock } from "../src/replayable-clock.ts";

t.test("inside atTime the clock stands at the given moment, nested too, and goes on after", (t) => {
  const before = replayableClock();
  const seen = atTime(3, () => [replayableClock(), atTime(2, replayableClock), replayableClock()]);
  t.same(seen, [3, 2, 3]);
  t.ok(replayableClock() >= before);
  t.end();
});

t.test("the clock goes on when the work throws", (t) => {
  t.throws(() =>
    atTime(0, () => {
      throw new Error("in the past");
    }),
  );
  t.ok(replayableClock() > 0);
  t.end();
});
