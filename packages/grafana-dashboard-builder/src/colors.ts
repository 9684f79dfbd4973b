/**
 * One colour per meaning, the same in every panel. Red is kept for users who are hurt, and for the alerts that say so.
 * Names are Grafana's, so that both of its themes draw them well.
 */
export const COLOR = {
  /** Users are hurt: errors, requests over 1 s, timeouts, a firing alert. */
  hurt: "red",
  /** Nothing moves any more. */
  stalled: "dark-red",
  /** Nothing is wrong. */
  good: "green",
  /** Requests wait for a connection. */
  waiting: "orange",
  waitingMedian: "super-light-orange",
  waitingP95: "light-orange",
  waitingMean: "dark-orange",
  /** Connections in use, and what is granted. */
  used: "blue",
  usedWorst: "dark-blue",
  idle: "green",
  connecting: "super-light-blue",
  closing: "#8e8e8e",
  /** Held with no query in flight; suspected leaks. */
  parked: "purple",
  /** A query is in flight. */
  query: "#14b8a6",
  /** What the app asks for. */
  demand: "yellow",
  /** The pool's limit, and its load line. "text" is black or white, by the theme; one is solid, the other dotted. */
  limit: "text",
  loadLine: "#808080",
} as const;

/** Colours of a used share: high use alone hurts nobody, so it is never red. */
export const USE_STEPS: readonly (readonly [from: number, color: string])[] = [
  [0.7, COLOR.demand],
  [0.9, COLOR.waiting],
];

/** Series names that have a colour wherever they are drawn. */
export const SERIES_COLOR: Readonly<Record<string, string>> = {
  used: COLOR.used,
  idle: COLOR.idle,
  connecting: COLOR.connecting,
  closing: COLOR.closing,
  limit: COLOR.limit,
  "load line": COLOR.loadLine,
  "given to ordinary roles": COLOR.limit,
  waiter: COLOR.waiting,
  waiting: COLOR.waiting,
  "waiting, mean of 1 min": COLOR.waitingMean,
  queued: COLOR.waiting,
  saturated: COLOR.used,
  holder: COLOR.used,
  parked: COLOR.parked,
  query: COLOR.query,
  demand: COLOR.demand,
  granted: COLOR.used,
  hold: COLOR.used,
  "hold p99": COLOR.usedWorst,
  created: COLOR.connecting,
  attempts: COLOR.connecting,
  timeout: COLOR.hurt,
  timeouts: COLOR.hurt,
  failed: COLOR.hurt,
  "over 1 s": "dark-red",
  abandoned: COLOR.closing,
  shed: COLOR.closing,
  requests: COLOR.demand,
  "wait p50": COLOR.waitingMedian,
  "wait p95": COLOR.waitingP95,
  "wait p99": COLOR.waiting,
  "wait, mean with those still waiting": COLOR.waitingMean,
};
