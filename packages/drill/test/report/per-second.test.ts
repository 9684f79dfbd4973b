import t from "tap";
import { perSecond } from "../../src/report/per-second.ts";

t.test("the first point of a counter is a gain from 0", (t) => {
  t.same(
    perSecond([
      [10, 2],
      [11, 2],
      [12, 5],
    ]),
    [
      [10, 2],
      [12, 3],
    ],
  );
  t.end();
});
