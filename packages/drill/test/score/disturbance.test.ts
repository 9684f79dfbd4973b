import t from "tap";
import { disturbance } from "../../src/score/disturbance.ts";

const EARLY = { at: 100, seconds: 0.6 };
const LONG = { at: 104, seconds: 1.5 };
const SHORT = { at: 106, seconds: 0.5 };

t.test("harm is owed to the longest of the stalls that began in the ten seconds before it", (t) => {
  t.equal(disturbance([EARLY, LONG, SHORT], 107), LONG);
  t.equal(disturbance([EARLY, SHORT], 107), EARLY);
  t.equal(disturbance([LONG], 104), LONG);
  t.end();
});

t.test("a stall of ten seconds ago, or one that is yet to come, has done no harm", (t) => {
  t.equal(disturbance([EARLY], 110), undefined);
  t.equal(disturbance([EARLY], 109.9), EARLY);
  t.equal(disturbance([SHORT], 105.9), undefined);
  t.equal(disturbance([EARLY, LONG], null), undefined);
  t.end();
});
