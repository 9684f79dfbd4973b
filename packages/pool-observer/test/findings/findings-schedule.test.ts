import t from "tap";
import { FindingsSchedule } from "../../src/findings/findings-schedule.ts";

t.test("a pool is due once, three seconds after it was first seen", (t) => {
  const schedule = new FindingsSchedule();
  const pool = {};
  const due = [10, 12.9, 13, 14, 1000].map((now) => schedule.isDue(pool, now));
  t.same(due, [false, false, true, false, false]);
  t.end();
});

t.test("each pool has its own time", (t) => {
  const schedule = new FindingsSchedule();
  const [one, two] = [{}, {}];
  schedule.isDue(one, 0);
  schedule.isDue(two, 2);
  t.ok(schedule.isDue(one, 3));
  t.notOk(schedule.isDue(two, 3));
  t.ok(schedule.isDue(two, 5));
  t.end();
});

t.test("no more than 50 pools of a process are due, however many it makes", (t) => {
  const schedule = new FindingsSchedule();
  const pools = Array.from({ length: 200 }, () => ({}));
  for (const pool of pools) schedule.isDue(pool, 0);
  t.equal(pools.filter((pool) => schedule.isDue(pool, 5)).length, 50);
  t.end();
});
