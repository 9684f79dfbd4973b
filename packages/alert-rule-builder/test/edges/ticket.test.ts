import t from "tap";
import { rulesToJudge } from "../promtool.ts";
import { type Edge, from } from "./edges.ts";
import { type EdgeClock, sameFirings } from "./same-firings.ts";

const MINUTE = 60;
const HOUR = 3600;
const minutely: EdgeClock = {
  seconds: 60 * MINUTE,
  everySeconds: MINUTE,
  groups: ["plimsoll-pool-tickets"],
};
const quarterly: EdgeClock = { ...minutely, seconds: 14 * HOUR, everySeconds: 15 * MINUTE };
const SINCE = 20 * MINUTE;

t.test(
  "what must stay for minutes brings a ticket when it has, also in a pool that is new",
  (t) => {
    const stays = {
      PlimsollPoolParked: { key: "suspectsMax", above: 1, level: 0, seconds: 5 * MINUTE },
      PlimsollPoolConfigFinding: { key: "findings", above: 1, level: 0, seconds: 10 * MINUTE },
      PlimsollQueryAmplification: {
        key: "amplification",
        above: 2.01,
        level: 2,
        seconds: 5 * MINUTE,
      },
    } as const;
    const edges = Object.entries(stays).flatMap(([alert, { key, above, level, seconds }]) => {
      const fires = { [alert]: SINCE + seconds };
      const dips = (at: number): number => (at === SINCE + 4 * MINUTE ? level : above);
      return [
        [`${alert} running`, { series: { [key]: from(SINCE, above, level) }, fires }],
        [`${alert} born`, { series: { [key]: from(SINCE, above, null) }, fires }],
        [`${alert} at the threshold`, { series: { [key]: level }, fires: {} }],
        [
          `${alert} after a dip`,
          {
            series: { [key]: (at: number) => (at < SINCE ? null : dips(at)) },
            fires: { [alert]: SINCE + 4 * MINUTE + seconds + MINUTE },
          },
        ],
      ] as readonly [string, Edge][];
    });
    sameFirings(t, Object.fromEntries(edges), minutely);
  },
);

t.test("a parked connection brings no ticket while the leak itself pages", (t) => {
  const suspectsMax = from(SINCE, 1);
  const fires = { PlimsollPoolParked: SINCE + 5 * MINUTE };
  sameFirings(
    t,
    {
      leak: { series: { suspectsMax }, alerts: { PlimsollPoolLeak: "firing" }, fires: {} },
      "pending leak": { series: { suspectsMax }, alerts: { PlimsollPoolLeak: "pending" }, fires },
      "other page": { series: { suspectsMax }, alerts: { PlimsollPoolStalled: "firing" }, fires },
    },
    minutely,
  );
});

t.test("one connection that came back in a transaction brings a ticket", (t) => {
  sameFirings(
    t,
    {
      some: {
        series: { openTransactions: from(SINCE, 0.1) },
        fires: { PlimsollPoolOpenTransaction: SINCE },
      },
      none: { series: { openTransactions: 0 }, fires: {} },
    },
    minutely,
  );
});

t.test("the wait budget burns when 3 % wait over six hours and over half an hour", (t) => {
  const fires = { PlimsollPoolWaitBudgetBurnSlow: HOUR };
  const since = 4 * HOUR;
  sameFirings(
    t,
    {
      "a hair above": { series: { slowWaits: 0.0301, demand: 1 }, fires },
      "at the threshold": { series: { slowWaits: 0.03, demand: 1 }, fires: {} },
      "hardly any traffic": { series: { slowWaits: 0.2, demand: 0.2 }, fires: {} },
      "little traffic": { series: { slowWaits: 0.2, demand: 0.21 }, fires },
      "over long ago": {
        series: { slowWaits: (at) => (at < 30 * MINUTE ? 10 : 0), demand: 1 },
        fires: {},
      },
      "over since three quarters of an hour": {
        series: { slowWaits: (at) => (at < 15 * MINUTE ? 10 : 0), demand: 1 },
        fires: {},
      },
      // 0.2 of 1 a second for 15 min of 4 h 15 min are 1.2 %, for 45 min of 4 h 45 min 3.2 %.
      "not for long": {
        series: { slowWaits: from(since, 0.2), demand: 1 },
        fires: { PlimsollPoolWaitBudgetBurnSlow: since + 30 * MINUTE },
      },
      // 4 % of the last 4.5 of 6 h.
      "after hours without": {
        series: { slowWaits: from(6.5 * HOUR, 0.04, 0), demand: 1 },
        fires: { PlimsollPoolWaitBudgetBurnSlow: 11 * HOUR },
      },
      // Until nearly all of the six hours have the low demand.
      "with less demand than before": {
        series: { slowWaits: from(6.5 * HOUR, 0.04, 0), demand: from(6.5 * HOUR, 1, 10) },
        fires: { PlimsollPoolWaitBudgetBurnSlow: 12.5 * HOUR },
      },
      // The first half hour is too much for six; over half an hour it is 0.4 %, and 4 % once the demand is gone.
      "with less demand than half an hour ago": {
        series: {
          slowWaits: (at) => (at < 30 * MINUTE ? 100 : 0.04),
          demand: (at) => (at >= 30 * MINUTE && at < 3 * HOUR ? 10 : 1),
        },
        fires: { PlimsollPoolWaitBudgetBurnSlow: 3.5 * HOUR },
      },
      "demand gone for half an hour": {
        series: { slowWaits: 0.2, demand: (at) => (at < 15 * MINUTE ? 1 : 0) },
        fires: {},
      },
    },
    quarterly,
  );
});

t.test("a pool is too small when a twentieth of a day lies above the load line", (t) => {
  const hourly: EdgeClock = { ...minutely, seconds: 48 * HOUR, everySeconds: HOUR };
  const safeUse = 0.5;
  const share = (busy: number) => (at: number) => ((at / HOUR) % 100 < busy ? 0.51 : 0.1);
  sameFirings(
    t,
    {
      always: {
        series: { saturation: 0.51, safeUse },
        fires: { PlimsollPoolTooSmall: 12 * HOUR },
      },
      "at the line": { series: { saturation: 0.5, safeUse }, fires: {} },
      "an hour of the day": { series: { saturation: share(1), safeUse }, fires: {} },
      "three hours of the second day": {
        series: { saturation: (at) => (at >= 44 * HOUR && at < 47 * HOUR ? 0.51 : 0.1), safeUse },
        fires: { PlimsollPoolTooSmall: 46 * HOUR },
      },
      "three hours of the day": {
        series: { saturation: share(3), safeUse },
        fires: { PlimsollPoolTooSmall: 12 * HOUR },
      },
    },
    hourly,
  );
});

t.test("a pool is too large when a week's peak is under a fifth of a limit of over 5", (t) => {
  const twiceDaily: EdgeClock = { ...minutely, seconds: 240 * HOUR, everySeconds: 12 * HOUR };
  const six = { limit: 12, instances: 2 };
  sameFirings(
    t,
    {
      "hardly used": {
        series: { ...six, peakRatio: 0.19 },
        fires: { PlimsollPoolTooLarge: 144 * HOUR },
      },
      "at a fifth": { series: { ...six, peakRatio: 0.2 }, fires: {} },
      "a limit of 5": { series: { limit: 10, instances: 2, peakRatio: 0.1 }, fires: {} },
      "used eight days ago": {
        series: { ...six, peakRatio: (at) => (at < 12 * HOUR ? 0.9 : 0.1) },
        fires: { PlimsollPoolTooLarge: 180 * HOUR },
      },
    },
    twiceDaily,
  );
});

t.test("tickets about hours and days stay for two minutes, by their rule", (t) => {
  const rules = rulesToJudge().flatMap((group) => group.rules);
  for (const name of [
    "PlimsollPoolWaitBudgetBurnSlow",
    "PlimsollPoolTooSmall",
    "PlimsollPoolTooLarge",
  ])
    t.match(
      rules.find((rule) => "alert" in rule && rule.alert === name),
      { keep_firing_for: "2m" },
    );
  t.end();
});

t.test("a ticket stays for two minutes after its condition has ended", (t) => {
  const end = 40 * MINUTE;
  const until = (value: number) => (at: number) => (at < end ? value : 0);
  const last = end + MINUTE;
  sameFirings(
    t,
    {
      parked: { series: { suspectsMax: until(1) }, fires: { PlimsollPoolParked: last } },
      finding: { series: { findings: until(1) }, fires: { PlimsollPoolConfigFinding: last } },
      amplified: {
        series: { amplification: until(3) },
        fires: { PlimsollQueryAmplification: last },
      },
      open: {
        series: { openTransactions: until(1) },
        fires: { PlimsollPoolOpenTransaction: last },
      },
    },
    { ...minutely, which: "last" },
  );
});
