import type { Row } from "../layout.ts";
import { stateTimeline } from "../panels/state-timeline.ts";
import { timeSeries } from "../panels/time-series.ts";
import { LABEL, recorded, SERVERS } from "../promql.ts";
import type { RecordedName } from "../recorded-series.ts";
import { STANDBY_WORDS } from "../words.ts";
import { NO_PROBE, NO_PROBE_YET } from "./now.ts";

const PLACE = { width: 8, height: 8 };

const ofServers = (
  name: RecordedName,
  emptyMeans = NO_PROBE,
): readonly { readonly expr: string; readonly legend: string; readonly emptyMeans: string }[] => [
  {
    expr: recorded(name, SERVERS),
    legend: `{{${LABEL.serverAddress}}}:{{${LABEL.serverPort}}}`,
    emptyMeans,
  },
];

/** What holds all others up. */
export const HOLDUPS: Row = {
  id: 300,
  title: "Hold-ups: locks, old transactions, lag, a busy server",
  lines: [
    [
      timeSeries({
        id: 301,
        title: "Lock waiters over time",
        shows: "Processes that wait for a lock.",
        normal: "0 with lone peaks.",
        bad: "a staircase: everybody queues behind one.",
        act: "end the first blocker (pg_blocking_pids); set lock_timeout for migrations.",
        ...PLACE,
        unit: "none",
        axis: "processes",
        queries: ofServers("serverLockWaiters"),
        noValue: NO_PROBE_YET,
      }),
      timeSeries({
        id: 302,
        title: "Oldest transaction over time",
        shows: "Age of the oldest open transaction.",
        normal: "a low saw.",
        bad: "a line that climbs at 45 degrees.",
        act: "end it with pg_terminate_backend if nobody needs it; set idle_in_transaction_session_timeout.",
        ...PLACE,
        unit: "s",
        queries: ofServers("serverOldestTransaction"),
        noValue: NO_PROBE_YET,
      }),
      timeSeries({
        id: 303,
        title: "Time to answer the probe",
        shows: "How long the server took to answer the probe's few small questions.",
        normal: "a few milliseconds.",
        bad: "a rise: the server's CPU or disk is busy, and all queries are slower.",
        act: "look at the server's own CPU, disk and checkpoints.",
        ...PLACE,
        unit: "s",
        queries: ofServers("serverProbeTime"),
        noValue: NO_PROBE_YET,
      }),
    ],
    [
      timeSeries({
        id: 304,
        title: "Replication lag over time",
        shows:
          "On a primary the worst replay lag of its standbys; on a standby the age of what it replayed last.",
        normal: "below 1 s.",
        bad: "a line that climbs at 45 degrees: replay stands still.",
        act: "see the standby's log, and long queries on it that hold replay up.",
        width: 12,
        height: 8,
        unit: "s",
        queries: ofServers("serverLag", "no standby, or no server probe"),
        noValue:
          "No standby is seen, or no server probe is switched on (docs/server-probe.md). A line appears for each server that has one.",
      }),
      stateTimeline({
        id: 305,
        title: "Primary or standby",
        shows: "The role of each server.",
        normal: "one colour.",
        bad: "a change: a failover. Pools that stay connected to the old primary then fail to write (25006).",
        act: "see the alert PlimsollWritesOnReadOnly, and connect by a name that follows the primary.",
        width: 12,
        height: 8,
        queries: ofServers("serverStandby"),
        words: STANDBY_WORDS,
        noValue: NO_PROBE_YET,
      }),
    ],
  ],
};
