import t from "tap";
import { from } from "./edges.ts";
import { type Row, sameValues } from "./same-values.ts";

const SOON = { at: 400, everySeconds: 5 };
/** A line that is at `now` at 400 s; from 0.71 there is 0.29 to go in 300 s. */
const line =
  (perSecond: number, now = 0.71) =>
  (at: number) =>
    now + (at - SOON.at) * perSecond;

t.test("a forecast needs a line that fills the pool within five minutes, over two windows", (t) => {
  const limit = 10;
  sameValues(
    t,
    "forecast",
    [
      ["a line that gets there", { limit, saturation: line(0.00098) }, 1],
      ["a line that does not", { limit, saturation: line(0.00096) }, 0],
      ["a line from too far below", { limit, saturation: line(0.00101, 0.699) }, 0],
      ["a pool without history", { limit, saturation: from(105, 0.9, null) }, 0],
      [
        "a line that is five minutes old",
        { limit, saturation: (at) => (at < 100 ? null : line(0.00098)(at)) },
        1,
      ],
      [
        "a line that is four minutes and 55 s old",
        { limit, saturation: (at) => (at < 105 ? null : line(0.00098)(at)) },
        0,
      ],
      [
        "a rise that ended two minutes ago",
        { limit, saturation: (at) => Math.min(0.85, at * 0.003) },
        0,
      ],
      [
        "a rise that began two and a half minutes ago",
        { limit, saturation: (at) => (at < 250 ? 0.3 : 0.3 + (at - 250) * 0.004) },
        1,
      ],
      // Of the last two minutes alone: 0.9 in five minutes; of the last four or five: over 1.
      [
        "a rise that slows down",
        {
          limit,
          saturation: (at) => (at < 280 ? 0.69 - (280 - at) * 0.0012 : line(0.0005, 0.75)(at)),
        },
        0,
      ],
      // Falls for three of the five minutes, then rises: no line in the long window.
      [
        "a turn",
        {
          limit,
          saturation: (at) => (at < 280 ? 0.9 - (at - 100) * 0.002 : 0.54 + (at - 280) * 0.003),
        },
        0,
      ],
      // A swing of ±0.06 around a line of 0.3 in 300 s explains 0.0075 of 0.0075 + 0.0018 (80 %); one of ±0.09 65 %.
      [
        "a line with some noise",
        { limit, saturation: (at) => line(0.001, 0.75)(at) + (at % 10 ? 0.01 : -0.01) },
        1,
      ],
      [
        "a line with much noise",
        { limit, saturation: (at) => line(0.001, 0.75)(at) + (at % 10 ? 0.09 : -0.09) },
        0,
      ],
      ["nothing known but the limit", { limit }, 0],
    ],
    SOON,
  );
  t.end();
});

/** A connection of ten is lost each 150 s. */
const steps = (t: number): number => 0.1 * Math.floor((t - 600) / 150);

const dip = (since: number) => (at: number) => (at === 600 - since ? 0.1 : 0.4);

t.test("the floor is the lowest saturation of two minutes", (t) => {
  const rows: readonly Row[] = [
    ["a dip two minutes ago", { saturation: dip(120) }, 0.1],
    ["a dip before that", { saturation: dip(135) }, 0.4],
  ];
  sameValues(t, "floor", rows, { at: 600, everySeconds: 15 });
  t.end();
});

t.test(
  "a floor is forecast to fill the pool when it rises in a line for a quarter of an hour",
  (t) => {
    const at = 1800;
    const limit = 10;
    // 0.51 now; 0.49 to go in 600 s.
    const upTo = (perSecond: number, now: number) => (t: number) => now + (t - at) * perSecond;
    sameValues(
      t,
      "floorForecast",
      [
        ["a line that gets there", { limit, floor: upTo(0.00083, 0.51) }, 1],
        ["a line that does not", { limit, floor: upTo(0.0008, 0.51) }, 0],
        ["a line from too far below", { limit, floor: upTo(0.00099, 0.5) }, 0],
        ["steps", { limit, floor: steps }, 1],
        [
          "a line that ended over five minutes ago",
          { limit, floor: (t) => Math.min(0.9, t / 1600) },
          0,
        ],
        ["a jump", { limit, floor: (t) => (t < at - 450 ? 0.2 : 0.7) }, 0],
        ["a pool without history", { limit, floor: from(at - 885, 0.9, null) }, 0],
        [
          "a line without history",
          { limit, floor: (t) => (t < at - 885 ? null : upTo(0.00083, 0.51)(t)) },
          0,
        ],
        [
          "a line with a quarter of an hour of history",
          { limit, floor: (t) => (t < at - 900 ? null : upTo(0.00083, 0.8)(t)) },
          1,
        ],
        [
          "a line with much noise",
          { limit, floor: (t) => upTo(0.00083, 0.8)(t) + (t % 30 ? 0.2 : -0.2) },
          0,
        ],
      ],
      { at, everySeconds: 15 },
    );
    t.end();
  },
);

t.test("pressure is waiting that can be felt, a late waiter, or a forecast", (t) => {
  const limit = 10;
  const calm = { limit, waitingShare: 0.5, queue: 0, demand: 10, lateRatio: 0, forecast: 0 };
  sameValues(
    t,
    "pressure",
    [
      ["calm", calm, 0],
      ["waiting in most of the time", { ...calm, waitingShare: 0.76, queue: 1.01 }, 1],
      ["waiting in three quarters of the time", { ...calm, waitingShare: 0.75, queue: 5 }, 0],
      ["waits of 0.1 s", { ...calm, waitingShare: 1, queue: 1 }, 0],
      ["a total stall", { ...calm, waitingShare: 1, queue: 1, demand: 0 }, 1],
      ["late on over a tenth", { ...calm, lateRatio: 0.11 }, 1],
      ["late on a tenth", { ...calm, lateRatio: 0.1 }, 0],
      ["a forecast", { ...calm, forecast: 1 }, 1],
      ["nothing known but the limit", { limit }, 0],
      ["no pool", {}, undefined],
    ],
    { at: 30, everySeconds: 5 },
  );
  t.end();
});

t.test("a pool is pressed after 30 s of pressure, or 15 s of a stall or a severe wait", (t) => {
  const calm = { pressure: 0, stalled: 0, severe: 0 };
  sameValues(
    t,
    "pressed",
    [
      ["calm", calm, undefined],
      ["pressure for 30 s", { ...calm, pressure: from(170, 1) }, 1],
      ["pressure for 25 s", { ...calm, pressure: from(175, 1) }, undefined],
      ["pressure for 30 s in a new pool", { pressure: from(170, 1, null) }, 1],
      ["pressure for 25 s in a new pool", { pressure: from(175, 1, null) }, undefined],
      ["a stall for 15 s", { ...calm, stalled: from(185, 1) }, 1],
      ["a stall for 10 s", { ...calm, stalled: from(190, 1) }, undefined],
      ["a stall for 15 s in a new pool", { stalled: from(185, 1, null) }, 1],
      ["a stall for 10 s in a new pool", { stalled: from(190, 1, null) }, undefined],
      ["a severe wait for 15 s", { ...calm, severe: from(185, 1) }, 1],
      ["a severe wait for 10 s", { ...calm, severe: from(190, 1) }, undefined],
      ["a severe wait for 15 s in a new pool", { severe: from(185, 1, null) }, 1],
      ["a severe wait for 10 s in a new pool", { severe: from(190, 1, null) }, undefined],
      [
        "a severe wait that comes and goes",
        { ...calm, severe: (at) => (at % 10 ? 1 : 0) },
        undefined,
      ],
    ],
    { at: 200, everySeconds: 5 },
  );
  t.end();
});

const HOUR = 3600;

t.test("acquires per request need requests, and five minutes of them", (t) => {
  const now = 600;
  sameValues(
    t,
    "acquiresPerRequest",
    [
      ["three each", { demand: 3, httpRequests: 1 }, 3],
      ["hardly any requests", { demand: 3, httpRequests: 0.2 }, undefined],
      ["few requests", { demand: 3, httpRequests: 0.25 }, 12],
      ["requests for five minutes", { demand: 3, httpRequests: from(300, 1, null) }, 3],
      ["requests for four", { demand: 3, httpRequests: from(360, 1, null) }, undefined],
    ],
    { at: now, everySeconds: 60 },
  );
  t.end();
});

t.test("the load line follows the limit of one instance", (t) => {
  sameValues(
    t,
    "safeUse",
    [
      ["4 each", { limit: 8, instances: 2 }, 0.5],
      ["25 each", { limit: 25, instances: 1 }, 0.8],
      ["1 each", { limit: 3, instances: 3 }, 0.2],
    ],
    { at: 30, everySeconds: 15 },
  );
  t.end();
});

t.test(
  "growth is measured against the 30 min that ended 10 min ago, once there are 15 of them",
  (t) => {
    const now = HOUR;
    for (const [key, of] of [
      ["demandGrowth", "demand"],
      ["holdGrowth", "hold"],
      ["amplification", "acquiresPerRequest"],
    ] as const) {
      const rows: readonly Row[] = [
        ["the same", { [of]: 4 }, 1],
        ["twice as much since 5 min", { [of]: from(now - 300, 8, 4) }, 2],
        ["twice as much since 11 min", { [of]: from(now - 660, 8, 4) }, 8 / (4 + (4 * 2) / 31)],
        ["twice as much since 41 min", { [of]: from(now - 2460, 8, 4) }, 1],
        ["half as much until 39 min ago", { [of]: from(now - 2340, 8, 4) }, 8 / (8 - 4 / 31)],
        ["born 25 min ago", { [of]: from(now - 1500, 4, null) }, 1],
        ["born 24 min ago", { [of]: from(now - 1440, 4, null) }, undefined],
        ["from nothing", { [of]: from(now - 300, 8, 0) }, undefined],
      ];
      sameValues(t, key, rows, { at: now, everySeconds: 60 });
    }
    t.end();
  },
);
