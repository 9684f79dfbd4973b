import t from "tap";
import { shortDuration } from "../../src/timeline/offset-text.ts";

t.test("a short duration has the digits that matter, in the unit that fits", (t) => {
  for (const [seconds, text] of [
    [0, "< 0.1 ms"],
    [0.000_43, "0.4 ms"],
    [0.008, "8 ms"],
    [0.812_3, "812 ms"],
    [0.999_7, "1 s"],
    [5.006, "5.01 s"],
    [61.25, "61.3 s"],
  ] as const)
    t.equal(shortDuration(seconds), text, String(seconds));
  t.end();
});
