import t from "tap";
import { WaitForecast } from "../../src/shedding/wait-forecast.ts";

t.test("a newcomer waits for those ahead, at the pool's pace", async (t) => {
  const forecast = new WaitForecast(0.1);
  t.equal(forecast.waitSeconds(50, 10), 0, "no pace is known yet");
  forecast.note(1000, 10);
  t.equal(forecast.waitSeconds(50, 10), 0, "one look is no pace");
  forecast.note(1009, 10.1);
  const wait = forecast.waitSeconds(50, 10.1);
  t.ok(Math.abs(wait - 0.5) < 1e-9, "9 were granted in 0.1 s, and one is due: 100 a second");
});

t.test("a pool that grants nothing is slower from look to look", async (t) => {
  const forecast = new WaitForecast(0.1);
  const waits: number[] = [];
  for (let now = 10; now < 11.05; now += 0.1) {
    forecast.note(1000, now);
    waits.push(forecast.waitSeconds(2, now));
  }
  t.ok(waits.every((wait, index) => index === 0 || wait > waits[index - 1]!));
  t.ok(Math.abs(waits.at(-1)! - 2) < 0.01);
});

t.test("the pace is that of the last second or so", async (t) => {
  const forecast = new WaitForecast(0.1);
  let granted = 0;
  for (let now = 0; now < 10; now += 0.1) forecast.note((granted += 100), now);
  for (let now = 10; now < 12.05; now += 0.1) forecast.note((granted += 1), now);
  t.ok(forecast.waitSeconds(100, 12) > 5);
});

t.test("it is asked to be told only so often, and forgets after a pause", async (t) => {
  const forecast = new WaitForecast(0.1);
  t.equal(forecast.isDue(10), true);
  forecast.note(1, 10);
  t.equal(forecast.isDue(10.05), false);
  t.equal(forecast.isDue(10.15), true);
  forecast.note(10, 10.1);
  forecast.pause();
  t.equal(forecast.isDue(10.15), true);
  t.ok(forecast.waitSeconds(100, 12) > 0, "the pace of a moment ago still holds");
  t.equal(forecast.waitSeconds(100, 12.2), 0);
});
