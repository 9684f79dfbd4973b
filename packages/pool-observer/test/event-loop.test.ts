import t from "tap";
import { EventLoopWatch } from "../src/event-loop.ts";

t.test("a timer's lateness is summed, and early ones are on time", (t) => {
  let now = 0;
  const loop = new EventLoopWatch(() => now);
  for (const at of [1, 2, 3.5, 4.4]) {
    now = at;
    loop.ticked(1);
  }
  t.match(loop.totals, { lateSeconds: 0.5, timers: 3 });
  t.ok(loop.totals.busySeconds >= 0);
  t.end();
});
