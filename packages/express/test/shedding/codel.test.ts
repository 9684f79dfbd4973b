import t from "tap";
import { CoDel } from "../../src/shedding/codel.ts";

const create = () => new CoDel({ targetSeconds: 0.1, intervalSeconds: 0.1 });

/** Lets a request arrive every `gap` seconds for a while, and tells at what times one was shed. */
function shedTimes(codel: CoDel, wait: number, from: number, until: number, gap = 0.001) {
  const times: number[] = [];
  for (let now = from; now < until; now += gap) {
    codel.arrived(wait, now);
    if (codel.sheds(now)) times.push(now - from);
  }
  return times;
}

const mean = (some: number[]) => some.reduce((a, b) => a + b, 0) / some.length;
const share = (gap: number) => shedTimes(create(), 0.2, 10, 11, gap).length * gap;

t.test("nothing is shed while the wait is below the target", async (t) => {
  t.strictSame(shedTimes(create(), 0.0999, 10, 20), []);
});

t.test("nothing is shed before the wait was above the target for an interval", async (t) => {
  const codel = create();
  t.strictSame(shedTimes(codel, 0.15, 10, 10.099), []);
  t.equal(codel.isShedding, false);
  t.equal(shedTimes(codel, 0.15, 10.101, 10.102).length, 1);
  t.equal(codel.isShedding, true);
});

t.test("a dip below the target begins the interval anew", async (t) => {
  const codel = create();
  for (let round = 0; round < 10; round += 1) {
    t.strictSame(shedTimes(codel, 0.15, 10 + round / 10, 10.09 + round / 10), []);
    codel.arrived(0.05, 10.09 + round / 10);
  }
});

t.test("a wait of target and interval has been above the target for an interval", async (t) => {
  const codel = create();
  codel.arrived(0.2, 10);
  t.equal(codel.sheds(10), true);
});

t.test("two long waits that are more than an interval apart prove no standing queue", async (t) => {
  const codel = create();
  for (let now = 10; now < 20; now += 0.5) {
    codel.arrived(0.15, now);
    t.equal(codel.sheds(now), false);
  }
});

t.test("the rate rises with the square root of what was shed", async (t) => {
  // Few enough arrivals per interval for one step to be one request, as in RFC 8289.
  const times = shedTimes(create(), 0.2, 10, 13, 0.011);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  t.ok(Math.abs((gaps[0] ?? 0) - 0.1) < 0.035);
  const early = mean(gaps.slice(0, 4));
  const late = mean(gaps.slice(12, 24));
  const expected = Math.sqrt(18.5 / 2.5);
  t.ok(Math.abs(early / late - expected) / expected < 0.35, `${early / late}`);
});

t.test("the same share is shed of ten times as many requests", async (t) => {
  t.ok(Math.abs(share(0.0005) / share(0.005) - 1) < 0.2);
});

t.test("shedding ends as soon as the wait is below the target", async (t) => {
  const codel = create();
  shedTimes(codel, 0.2, 10, 12);
  codel.arrived(0.09, 12);
  t.equal(codel.sheds(12), false);
  t.equal(codel.isShedding, false);
});

t.test("a queue that comes back soon is shed at about the rate of before", async (t) => {
  const fresh = shedTimes(create(), 0.2, 10, 10.3).length;
  const codel = create();
  shedTimes(codel, 0.2, 10, 12);
  codel.arrived(0, 12);
  const again = shedTimes(codel, 0.2, 12.1, 12.4).length;
  t.ok(again > 2 * fresh, `${again} after ${fresh}`);
  codel.arrived(0, 12.4);
  t.equal(shedTimes(codel, 0.2, 20, 20.3).length, fresh, "and long after at the first one");
});
