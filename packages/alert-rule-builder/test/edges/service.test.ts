import t from "tap";
import { from } from "./edges.ts";
import { type EdgeClock, sameFirings } from "./same-firings.ts";

const MINUTE = 60;
const HOUR = 3600;
const ofService: EdgeClock = {
  seconds: 30 * MINUTE,
  everySeconds: MINUTE,
  groups: ["plimsoll-service"],
};
const BURN = "PlimsollHttpErrorBudgetBurn";
const busy = { httpRequests: 1 };

t.test("the fast burn pages when 1.44 % are bad over five minutes and over an hour", (t) => {
  const fires = { [BURN]: 5 * MINUTE };
  sameFirings(
    t,
    {
      "a hair above": { series: { ...busy, httpBad: 0.01441 }, fires },
      "hardly any traffic": { series: { httpRequests: 0.2, httpBad: 0.2 }, fires: {} },
      "little traffic": { series: { httpRequests: 0.21, httpBad: 0.2 }, fires },
      "over since six minutes": {
        // The slow burn needs more than this over six hours; there is no history of them here.
        series: { httpRequests: 1, httpBad: (at) => (at < MINUTE ? 0.02 : 0) },
        fires: {},
      },
    },
    ofService,
  );
});

const since = 8 * HOUR;

/** 31 values of 1.4 % are 0.594 % of the 73 that six hours hold; then an hour of none; then 0.65 % from `since` on. */
const nearlyTooMuch = (at: number): number => {
  const start = since - HOUR - 31 * 5 * MINUTE;
  return at >= since ? 0.0065 : at >= start && at < since - HOUR ? 0.014 : 0;
};

/** One value of 18.7 % is 1.438 % of the 13 that an hour holds; then half an hour of none; then 1.8 %. */
const nearlyTooMuchAtOnce = (at: number): number =>
  at === since ? 0.187 : at >= since + 35 * MINUTE ? 0.018 : 0;

t.test("the slow burn pages when 0.6 % are bad over half an hour and over six hours", (t) => {
  const clock = { ...ofService, seconds: 12 * HOUR, everySeconds: 5 * MINUTE };
  sameFirings(
    t,
    {
      "a hair above": { series: { ...busy, httpBad: 0.00601 }, fires: { [BURN]: 5 * MINUTE } },
      "at the threshold": { series: { ...busy, httpBad: 0.006 }, fires: {} },
      "hardly any traffic": { series: { httpRequests: 0.2, httpBad: 0.002 }, fires: {} },
      "little traffic": {
        series: { httpRequests: 0.21, httpBad: 0.0021 },
        fires: { [BURN]: 5 * MINUTE },
      },
      // 1 % for 3 h 35 min of the last 6 h, 73 values in a closed window, is more than 0.6 %.
      "after hours without": {
        series: { ...busy, httpBad: from(since - 2 * HOUR, 0.01) },
        fires: { [BURN]: since + 95 * MINUTE },
      },
      // 55 of the 73 values that six hours hold, while the traffic of before counts twice.
      "with half the traffic of before": {
        series: { httpRequests: from(5 * HOUR, 1, 2), httpBad: from(5 * HOUR, 0.01) },
        fires: { [BURN]: 9.5 * HOUR },
      },
      // 10 of the 13 values that an hour holds; over six hours it is not too much yet.
      "2 % from one moment on": {
        series: { ...busy, httpBad: from(since, 0.02) },
        fires: { [BURN]: since + 45 * MINUTE },
      },
      "2 % of little traffic": {
        series: { httpRequests: 0.21, httpBad: from(since, 0.0042) },
        fires: { [BURN]: since + 45 * MINUTE },
      },
      "0.65 % after what was nearly too much for six hours": {
        series: { ...busy, httpBad: nearlyTooMuch },
        fires: { [BURN]: since + 30 * MINUTE },
      },
      "the same after half an hour of twice the traffic": {
        series: {
          httpRequests: (at) => (at >= since - 30 * MINUTE && at < since ? 2 : 1),
          httpBad: nearlyTooMuch,
        },
        fires: { [BURN]: since + 30 * MINUTE },
      },
      // 12 of the 13 values that an hour holds, while the traffic of before counts four times.
      "2 % with a quarter of the traffic of before": {
        series: { httpRequests: from(since, 1, 4), httpBad: from(since, 0.02) },
        fires: { [BURN]: since + 55 * MINUTE },
      },
      "1.8 % after what was nearly too much for an hour": {
        series: { ...busy, httpBad: nearlyTooMuchAtOnce },
        fires: { [BURN]: since + 40 * MINUTE },
      },
      "the same after five minutes of three times the traffic": {
        series: {
          httpRequests: (at) => (at === since + 30 * MINUTE ? 3 : 1),
          httpBad: nearlyTooMuchAtOnce,
        },
        fires: { [BURN]: since + 40 * MINUTE },
      },
      "errors of a service that was away": {
        series: {
          httpRequests: (at) => (at < since - HOUR || at >= since ? 1 : "stale"),
          httpBad: (at) => (at < since - HOUR ? 0 : at < since ? "stale" : 0.1),
        },
        fires: { [BURN]: since + 5 * MINUTE },
      },
      // 73 values: of 6 h of 1 %, half an hour of quiet ends the page's condition for good.
      "over since half an hour": {
        series: { ...busy, httpBad: (at) => (at < HOUR ? 0.0061 : 0) },
        fires: { [BURN]: 5 * MINUTE },
      },
      // 10 % for 10 min: the hour has 15 %·… of it, the six hours hardly any.
      "a short burst of errors": {
        series: { ...busy, httpBad: (at) => (at >= since && at < since + 10 * MINUTE ? 0.1 : 0) },
        fires: { [BURN]: since + 5 * MINUTE },
      },
      "a mild burst of errors": {
        series: { ...busy, httpBad: (at) => (at >= since && at < since + 10 * MINUTE ? 0.05 : 0) },
        fires: {},
      },
    },
    clock,
  );
});

const burning = { ...busy, httpBad: 0.5 };
const firing = { PlimsollPoolLeak: "firing" } as const;

t.test(
  "a burn keeps silent while a pool of the service pages, and while its windows hold that incident",
  (t) => {
    sameFirings(
      t,
      {
        "beside a page": { series: burning, alerts: firing, fires: {} },
        "beside the last of the causes": {
          series: burning,
          alerts: { PlimsollPoolPressure: "firing" },
          fires: {},
        },
        "beside a pending one": {
          series: burning,
          alerts: { PlimsollPoolLeak: "pending" },
          fires: { [BURN]: 5 * MINUTE },
        },
        "beside a ticket": {
          series: burning,
          alerts: { PlimsollPoolParked: "firing" },
          fires: { [BURN]: 5 * MINUTE },
        },
        // The last sample of the page is that of minute 9; a window is closed at both ends.
        "errors that go on after the page": {
          series: burning,
          alerts: firing,
          alertsUntil: 10 * MINUTE,
          fires: { [BURN]: 15 * MINUTE },
        },
        "few errors that go on after the page": {
          series: { ...busy, httpBad: 0.01 },
          alerts: firing,
          alertsUntil: 10 * MINUTE,
          fires: { [BURN]: 40 * MINUTE },
        },
      },
      { ...ofService, seconds: 50 * MINUTE },
    );
  },
);

t.test("a service whose pools are all silent is missing", (t) => {
  const blindInstances = from(10 * MINUTE, 1, null);
  sameFirings(
    t,
    {
      silent: { series: { blindInstances }, fires: { PlimsollTelemetryMissing: 10 * MINUTE } },
      "one of several": { series: { blindInstances, limit: 10 }, fires: {} },
    },
    ofService,
  );
});

t.test("a page of a service stays for two minutes after its condition has ended", (t) => {
  const end = 20 * MINUTE;
  const last = end + MINUTE;
  sameFirings(
    t,
    {
      silent: {
        series: { blindInstances: (at) => (at < end ? 1 : "stale") },
        fires: { PlimsollTelemetryMissing: last },
      },
      burning: {
        series: { ...busy, httpBad: (at) => (at < end ? 0.0061 : 0) },
        fires: { [BURN]: last },
      },
    },
    { ...ofService, which: "last" },
  );
});
