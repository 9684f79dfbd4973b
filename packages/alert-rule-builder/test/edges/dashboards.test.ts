import t from "tap";
import { sameValues } from "./same-values.ts";

const SOON = { at: 400, everySeconds: 5 };
/** A line that is at `now` at 400 s. */
const line = (perSecond: number, now: number) => (at: number) => now + (at - SOON.at) * perSecond;

t.test("the state of a pool is the worst that holds", (t) => {
  const fine = {
    limit: 10,
    saturation: 0.6,
    safeUse: 0.6,
    suspectsMax: 0,
    forecast: 0,
    floorForecast: 0,
    lateRatio: 0,
    waitingShare: 0,
    queue: 0,
    demand: 10,
    stalled: 0,
  };
  const loaded = { ...fine, saturation: 0.61 };
  const leaking = { ...loaded, suspectsMax: 1 };
  const risesInALine = { ...leaking, forecast: 1 };
  const short = { ...risesInALine, lateRatio: 0.11 };
  sameValues(
    t,
    "state",
    [
      ["at its load line", fine, 0],
      ["above its load line", loaded, 1],
      ["one leak suspect", { ...fine, suspectsMax: 1 }, 2],
      ["a leak above the load line", leaking, 2],
      ["a forecast without a leak", { ...fine, forecast: 1 }, 3],
      ["a leak that fills the pool soon", risesInALine, 3],
      ["quiet moments that fill the pool", { ...leaking, floorForecast: 1 }, 3],
      ["late on a tenth", { ...risesInALine, lateRatio: 0.1 }, 3],
      ["late on over a tenth", short, 4],
      ["waiting most of the time", { ...fine, waitingShare: 0.76, queue: 1.01 }, 4],
      ["a stall", { ...short, stalled: 1 }, 5],
      ["a stall alone", { ...fine, stalled: 1 }, 5],
      ["nothing known but the limit", { limit: 10 }, 0],
      ["no pool", {}, undefined],
    ],
    { at: 30, everySeconds: 5 },
  );
  t.end();
});

const FAR = 86_400;

const since =
  (at: number, perSecond: number, now: number, before: number | null = null) =>
  (second: number) =>
    second < at ? before : line(perSecond, now)(second);

/** A line explains half of its swing. */
const noisy = (at: number, perSecond: number, swing: number) => (second: number) =>
  second < at ? null : line(perSecond, 0.5)(second) + (second % 10 === 0 ? swing : -swing);

t.test("the time to full follows the last five minutes, in a leak the last two", (t) => {
  const calm = { state: 0, suspectsMax: 0 };
  const leaking = { state: 2, suspectsMax: 1 };
  sameValues(
    t,
    "exhaustion",
    [
      ["a line", { ...calm, saturation: line(0.001, 0.5) }, 500],
      ["a line since five minutes", { ...calm, saturation: since(100, 0.001, 0.5, 0.2) }, 500],
      ["a line after a fall", { ...calm, saturation: since(100, 0.001, 0.5, 0.9) }, 500],
      ["a process of five minutes", { ...calm, saturation: since(100, 0.001, 0.5) }, 500],
      ["a younger process", { ...calm, saturation: since(105, 0.001, 0.5) }, FAR],
      ["a fall", { ...calm, saturation: line(-0.001, 0.5) }, FAR],
      ["much noise", { ...calm, saturation: noisy(100, 0.001, 0.085) }, FAR],
      ["a leak", { ...leaking, saturation: since(280, 0.002, 0.5, 0.26) }, 250],
      ["a leak after a restart", { ...leaking, saturation: since(280, 0.002, 0.5, 0.9) }, 250],
      ["a leak of two minutes", { ...leaking, saturation: since(280, 0.002, 0.5) }, 250],
      ["a younger leak", { ...leaking, saturation: since(285, 0.002, 0.5) }, FAR],
      ["a leak with much noise", { ...leaking, saturation: noisy(280, 0.002, 0.068) }, FAR],
      ["no suspects", { ...calm, saturation: since(280, 0.002, 0.5) }, FAR],
      ["a year to go", { ...leaking, saturation: line(1e-6, 0.5) }, FAR],
      ["full", { ...leaking, saturation: 0.99 }, 0],
      ["nearly full", { ...leaking, saturation: 0.989 }, FAR],
      ["short", { ...leaking, state: 4, saturation: 0.5 }, 0],
      ["not yet short", { ...leaking, state: 3, saturation: 0.5 }, FAR],
      ["unknown", calm, undefined],
    ],
    SOON,
  );
  t.end();
});
