import t from "tap";
import { BLAME, namedBefore } from "../../src/alerts/blame.ts";
import type { RecordedKey } from "../../src/recorded.ts";
import { type Edge, from, type LabelledValue, type Value } from "./edges.ts";
import { sameFirings } from "./same-firings.ts";

const SINCE = 180;
const PERSISTS = SINCE + 30;
const STALLS = SINCE + 15;
const pressure = from(SINCE, 1);
const pressed = from(SINCE, 1, null);
const verdict = (cause: string, value = 0.11): readonly LabelledValue[] => [
  { key: "verdict", labels: { cause }, value },
];
const rising = (at: number): number => 0.5 + at / 2000;
const grown = { holdGrowth: 1.51, granted: 0.21, pressure };

/** For each alert of a pool, as little as makes it fire: a hair above each threshold. */
const LEAST: Readonly<Record<string, Edge>> = {
  PlimsollServerConnectionsExhausted: {
    series: { connectRefused: from(SINCE, 1) },
    fires: { PlimsollServerConnectionsExhausted: STALLS },
  },
  PlimsollPoolConnectFailing: {
    series: { connectFailing: from(SINCE, 1) },
    fires: { PlimsollPoolConnectFailing: STALLS },
  },
  PlimsollEventLoopBlocked: {
    series: { pressed },
    labelled: verdict("event_loop"),
    fires: { PlimsollEventLoopBlocked: SINCE },
  },
  PlimsollPoolNestedAcquire: {
    series: { nested: 0.11, pressure },
    fires: { PlimsollPoolNestedAcquire: PERSISTS },
  },
  PlimsollPoolLeak: {
    series: { suspectsRatioMax: from(SINCE, 0.11), suspectsMax: 2 },
    fires: { PlimsollPoolLeak: SINCE },
  },
  PlimsollPoolHeldByApplication: {
    series: { ...grown, queryShare: 0.59 },
    fires: { PlimsollPoolHeldByApplication: PERSISTS },
  },
  PlimsollPoolLockQueue: {
    series: { pressed },
    labelled: verdict("lock_wait"),
    fires: { PlimsollPoolLockQueue: SINCE },
  },
  PlimsollPoolSlowQueries: {
    series: { ...grown, queryShare: 0.6 },
    fires: { PlimsollPoolSlowQueries: PERSISTS },
  },
  PlimsollPoolTrafficSurge: {
    series: { demandGrowth: 1.31, holdGrowth: 1.49, pressure },
    fires: { PlimsollPoolTrafficSurge: PERSISTS },
  },
  PlimsollPoolStalled: {
    series: { stalled: from(SINCE, 1) },
    fires: { PlimsollPoolStalled: STALLS },
  },
  PlimsollPoolExhaustionPredicted: {
    series: { forecast: from(SINCE, 1), saturation: rising },
    fires: { PlimsollPoolExhaustionPredicted: PERSISTS },
  },
  PlimsollPoolPressure: { series: { pressure }, fires: { PlimsollPoolPressure: PERSISTS } },
};
const PULSED: readonly string[] = [
  "pressure",
  "stalled",
  "connectRefused",
  "connectFailing",
  "forecast",
] satisfies RecordedKey[];
const unnamed = { PlimsollPoolPressure: PERSISTS };

/** The leak is told even while something else is to blame: its connections stay lost. */
const isMuted = (name: string): boolean => name !== "PlimsollPoolLeak";

/** In a total stall the mean hold grows without any query being slow: which of the two is named first keeps the page. */
const KEEPS_FIRST = [
  "PlimsollPoolHeldByApplication",
  "PlimsollPoolSlowQueries",
  "PlimsollPoolTrafficSurge",
];

/** `LEAST`, with another value for each series that is 1 while there is trouble. */
function leastWith(pulse: Value): Readonly<Record<string, Edge>> {
  return Object.fromEntries(
    Object.entries(LEAST).map(([name, edge]) => {
      const series = Object.entries(edge.series ?? {}).map(([key, value]) =>
        PULSED.includes(key) ? [key, pulse] : [key, value],
      );
      return [name, { ...edge, series: Object.fromEntries(series) }];
    }),
  );
}

t.test("each alert of a pool fires a hair above its thresholds", (t) => {
  t.same(Object.keys(LEAST), BLAME);
  sameFirings(t, LEAST);
});

t.test("a pool that is born in trouble has to be so for as long as any other", (t) => {
  sameFirings(t, leastWith(from(SINCE, 1, null)));
});

t.test("an alert keeps silent for each that is to blame before it, and for no other", (t) => {
  const edges = Object.entries(LEAST).flatMap(([name, edge]) =>
    BLAME.filter((other) => other !== name).map((other): [string, Edge] => {
      const before = KEEPS_FIRST.includes(name)
        ? [...namedBefore(name), "PlimsollPoolStalled"]
        : namedBefore(name);
      const silent = isMuted(name) && before.includes(other);
      const fires = silent ? {} : edge.fires;
      return [`${name} beside ${other}`, { ...edge, alerts: { [other]: "firing" }, fires }];
    }),
  );
  sameFirings(t, Object.fromEntries(edges));
});

t.test("an alert that is only pending silences nobody", (t) => {
  const edges = Object.entries(LEAST).map(([name, edge]): [string, Edge] => {
    const before = namedBefore(name).map((other) => [other, "pending"] as const);
    return [name, { ...edge, alerts: Object.fromEntries(before) }];
  });
  sameFirings(t, Object.fromEntries(edges));
});

t.test("at its threshold, and not above it, a cause is not named", (t) => {
  sameFirings(t, {
    "nested acquires": { series: { nested: 0.1, pressure }, fires: unnamed },
    "holds of the application": {
      series: { ...grown, holdGrowth: 1.5, queryShare: 0.59 },
      fires: unnamed,
    },
    "few holds of the application": {
      series: { ...grown, granted: 0.2, queryShare: 0.59 },
      fires: unnamed,
    },
    "holds of the database": {
      series: { ...grown, holdGrowth: 1.5, queryShare: 0.6 },
      fires: unnamed,
    },
    "few holds of the database": {
      series: { ...grown, granted: 0.2, queryShare: 0.6 },
      fires: unnamed,
    },
    demand: { series: { demandGrowth: 1.3, holdGrowth: 1, pressure }, fires: unnamed },
    "demand and holds": {
      series: { demandGrowth: 1.5, holdGrowth: 1.5, pressure },
      fires: unnamed,
    },
  });
});

const both = (demandGrowth: number, holdGrowth: number) => ({
  ...grown,
  queryShare: 0.9,
  demandGrowth,
  holdGrowth,
});

t.test("where demand and holds both grew, what grew more is named, and holds at a draw", (t) => {
  sameFirings(t, {
    demand: { series: both(2.1, 2), fires: { PlimsollPoolTrafficSurge: PERSISTS } },
    holds: { series: both(2, 2.1), fires: { PlimsollPoolSlowQueries: PERSISTS } },
    "a draw": { series: both(2, 2), fires: { PlimsollPoolSlowQueries: PERSISTS } },
  });
});

t.test("without pressure, growth and nested acquires page nobody", (t) => {
  const calm = { pressure: 0, stalled: 0, forecast: 0 };
  sameFirings(t, {
    nested: { series: { ...calm, nested: 5 }, fires: {} },
    held: { series: { ...calm, holdGrowth: 5, granted: 5, queryShare: 0.1 }, fires: {} },
    slow: { series: { ...calm, holdGrowth: 5, granted: 5, queryShare: 1 }, fires: {} },
    surge: { series: { ...calm, demandGrowth: 5, holdGrowth: 1 }, fires: {} },
  });
});

t.test("a leak needs two suspects over a tenth of the limit, or pressure and a fifth", (t) => {
  sameFirings(t, {
    "a tenth": { series: { suspectsRatioMax: 0.1, suspectsMax: 2 }, fires: {} },
    "one suspect": { series: { suspectsRatioMax: 0.5, suspectsMax: 1 }, fires: {} },
    "one of five under pressure": {
      series: { suspectsRatioMax: 0.2, suspectsMax: 1, pressure },
      fires: { PlimsollPoolLeak: PERSISTS },
    },
    "one of five in a pool born under pressure": {
      series: { suspectsRatioMax: 0.2, suspectsMax: 1, pressure: from(SINCE, 1, null) },
      fires: { PlimsollPoolLeak: PERSISTS },
    },
    "one of six under pressure": {
      series: { suspectsRatioMax: 0.17, suspectsMax: 1, pressure },
      fires: unnamed,
    },
  });
});

const VERDICTS: Readonly<Record<string, string>> = {
  connect_failure: "PlimsollPoolConnectFailing",
  event_loop: "PlimsollEventLoopBlocked",
  nested_acquire: "PlimsollPoolNestedAcquire",
  held_idle: "PlimsollPoolHeldByApplication",
  lock_wait: "PlimsollPoolLockQueue",
  slow_query: "PlimsollPoolSlowQueries",
  demand: "PlimsollPoolTrafficSurge",
};

t.test(
  "the verdict of over a tenth of the instances is named at once, under pressure only",
  (t) => {
    const edges = Object.entries(VERDICTS).flatMap(([cause, alert]): [string, Edge][] => [
      [
        `${cause} of 11 %`,
        { series: { pressed }, labelled: verdict(cause), fires: { [alert]: SINCE } },
      ],
      [`${cause} of 10 %`, { series: { pressed }, labelled: verdict(cause, 0.1), fires: {} }],
      [`${cause} without pressure`, { labelled: verdict(cause, 1), fires: {} }],
    ]);
    sameFirings(t, Object.fromEntries(edges));
  },
);

t.test("a forecast of a pool whose use falls again pages nobody", (t) => {
  const forecast = from(SINCE, 1);
  sameFirings(t, {
    falling: { series: { forecast, saturation: (t) => 0.95 - t / 2000 }, fires: {} },
    // Two minutes of rise are enough, whatever was before them.
    "rising again": {
      series: { forecast, saturation: (t) => (t < 80 ? 0.75 - t / 400 : 0.55 + (t - 80) / 2000) },
      fires: { PlimsollPoolExhaustionPredicted: PERSISTS },
    },
    "rising without a forecast": {
      series: { forecast: 0, saturation: (t) => 0.5 + t / 1000 },
      fires: {},
    },
  });
});

t.test(
  "a floor that is forecast to fill the pool pages after a minute, with the time left",
  (t) => {
    const fires = { PlimsollPoolExhaustionPredicted: SINCE + 60 };
    sameFirings(t, {
      rising: { series: { floorForecast: from(SINCE, 1), floor: rising }, fires },
      "rising in a new pool": {
        series: { floorForecast: from(SINCE, 1, null), floor: rising },
        fires,
      },
      falling: { series: { floorForecast: 1, floor: (at) => 0.9 - at / 2000 }, fires: {} },
      "without a forecast": { series: { floorForecast: 0, floor: rising }, fires: {} },
    });
  },
);

/** Falls for a quarter of an hour, then rises for one. */
const fallsThenRises = (at: number): number =>
  at < 900 ? 0.95 - at / 2000 : 0.5 + (at - 900) * 0.0003;

t.test("the floor's last quarter of an hour counts, whatever was before it", (t) => {
  const since = 1800;
  sameFirings(
    t,
    {
      "rising again": {
        series: { floorForecast: from(since, 1), floor: fallsThenRises },
        fires: { PlimsollPoolExhaustionPredicted: since + 60 },
      },
    },
    { seconds: 1900, everySeconds: 15 },
  );
});

t.test("writes that a read-only server refuses page after 15 s", (t) => {
  const fires = { PlimsollWritesOnReadOnly: STALLS };
  sameFirings(t, {
    running: { series: { readOnly: from(SINCE, 1) }, fires },
    born: { series: { readOnly: from(SINCE, 1, null) }, fires },
    never: { series: { readOnly: 0 }, fires: {} },
  });
});

const refusedForAMinute = (at: number): number => (at >= SINCE && at < SINCE + 60 ? 1 : 0);

t.test("refused writes stay for two minutes after the last", (t) => {
  sameFirings(
    t,
    {
      refused: {
        series: { readOnly: refusedForAMinute },
        fires: { PlimsollWritesOnReadOnly: 240 + 120 },
      },
    },
    { seconds: 420, everySeconds: 5, which: "last" },
  );
});

t.test("a page stays for two minutes after its condition has ended", (t) => {
  const end = 240;
  const ended = (key: string, value: Value): Value =>
    typeof value === "number" || key === "saturation"
      ? value
      : (at) => (at < end ? value(at) : key === "pressed" ? "stale" : 0);
  // What stays: a share of the window for the pulses, nothing for the others.
  const stays: Readonly<Record<number, number>> = { [SINCE]: -5, [STALLS]: 0, [PERSISTS]: 5 };
  const edges = Object.entries(LEAST).map(([name, edge]): [string, Edge] => {
    const series = Object.entries(edge.series ?? {}).map(([key, value]) => [
      key,
      ended(key, value),
    ]);
    const fires = Object.entries(edge.fires).map(([alert, since]) => [
      alert,
      end + (stays[since] ?? 0) + 120,
    ]);
    return [
      name,
      { ...edge, series: Object.fromEntries(series), fires: Object.fromEntries(fires) },
    ];
  });
  sameFirings(t, Object.fromEntries(edges), { seconds: 420, everySeconds: 5, which: "last" });
});
