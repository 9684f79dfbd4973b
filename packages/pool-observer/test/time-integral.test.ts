import t from "tap";
import { TimeIntegral } from "../src/time-integral.ts";

t.test("level 2 for 3 s, then level 1 for 4 s is 10 level-seconds", (t) => {
  const integral = new TimeIntegral(100);
  integral.add(2, 100);
  integral.add(-1, 103);
  t.equal(integral.total(107), 10);
  t.end();
});

t.test("reading the total changes nothing", (t) => {
  const integral = new TimeIntegral(0);
  integral.add(1, 0);
  integral.total(5);
  t.equal(integral.total(9), 9);
  t.equal(integral.level, 1);
  t.end();
});
