import t from "tap";
import { median } from "../src/median.ts";

t.test("the median is the middle value, or the mean of the two middle ones", (t) => {
  t.equal(median([3, 1, 2]), 2);
  t.equal(median([4, 1, 2, 3]), 2.5);
  t.ok(Number.isNaN(median([])));
  t.end();
});
