import t from "tap";
import { simulate } from "./simulated-pool.ts";

const SECONDS = 20;

for (const perSecond of [40, 400])
  for (const factor of [1.5, 4])
    t.test(
      `${factor} times what a pool of ${perSecond} per second can do is served at full pace, with a short wait`,
      async (t) => {
        const open = simulate({ perSecond, factor, seconds: SECONDS, isShedding: false });
        const shed = simulate({ perSecond, factor, seconds: SECONDS, isShedding: true });
        t.ok(shed.served > 0.9 * open.served, `${shed.served} and ${open.served} served`);
        t.ok(shed.p95Seconds < open.p95Seconds / 2, `${shed.p95Seconds} and ${open.p95Seconds}`);
        t.ok(shed.p95Seconds < 1.5, `${shed.p95Seconds}: the longest wait and a burst`);
      },
    );

t.test("a pool with room sheds next to nothing", async (t) => {
  const calm = simulate({ perSecond: 400, factor: 0.7, seconds: SECONDS, isShedding: true });
  t.ok(calm.shed <= 0.001 * calm.served, `${calm.shed} shed, ${calm.served} served`);
});
