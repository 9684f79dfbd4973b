import { COLOR } from "../colors.ts";
import type { Row } from "../layout.ts";
import { stat } from "../panels/stat.ts";
import { LABEL, recorded, SERVERS } from "../promql.ts";
import type { RecordedName } from "../recorded-series.ts";
import { PROBE_WORDS } from "../words.ts";

const PLACE = { width: 4, height: 5 };

/** Why a panel of a server can be empty. */
export const NO_PROBE = "no server probe is switched on";
/** What stands in a chart of a server that nobody asks. */
export const NO_PROBE_YET =
  "No server probe is switched on. docs/server-probe.md says how; lines appear a minute later.";
const NO_VALUE = "no server probe";

/** Of several servers the worst. */
const worst = (
  name: RecordedName,
  emptyMeans: string,
): { readonly expr: string; readonly legend: string; readonly emptyMeans: string } => ({
  expr: `topk(1, ${recorded(name, SERVERS)})`,
  legend: `{{${LABEL.serverAddress}}}:{{${LABEL.serverPort}}}`,
  emptyMeans,
});

/** Does it answer, are connections left, does anything hold all others up. */
export const NOW: Row = {
  id: 100,
  title: "Now: does the server answer, and has it connections left? Of several servers the worst",
  lines: [
    [
      stat({
        id: 101,
        title: "Probe",
        shows:
          "Whether the server answers the probe, which has a connection of its own beside the pools.",
        normal: "answers.",
        bad: "NO ANSWER: down, unreachable, full, or a password that changed.",
        act: "ask it from an instance: psql, select 1. The other panels are empty meanwhile.",
        ...PLACE,
        unit: "none",
        query: {
          expr: `bottomk(1, ${recorded("serverProbe", SERVERS)})`,
          legend: `{{${LABEL.serverAddress}}}:{{${LABEL.serverPort}}}`,
          emptyMeans: NO_PROBE,
        },
        steps: [],
        words: PROBE_WORDS,
        shown: "both",
        noValue: NO_VALUE,
      }),
      stat({
        id: 102,
        title: "Connections used",
        shows: "Client connections over those that the server gives to ordinary roles.",
        normal: "below 75 %.",
        bad: "red from 90 %: soon it refuses with 53300, to every service.",
        act: "see who holds them below; lower the largest. Do not restart the database.",
        ...PLACE,
        unit: "percentunit",
        decimals: 0,
        query: worst("serverUsed", NO_PROBE),
        steps: [
          [0.75, COLOR.demand],
          [0.9, COLOR.hurt],
        ],
        shown: "both",
        noValue: NO_VALUE,
      }),
      stat({
        id: 103,
        title: "Claimed by pools",
        shows:
          "Connections that all pools may open, instances × limit, over those that the server gives.",
        normal: "below 75 %: room for a roll-out, which has both generations up.",
        bad: "red above 100 %: it fits only as long as the pools are not busy at once.",
        act: "lower limits or the number of instances before the load comes.",
        ...PLACE,
        unit: "percentunit",
        decimals: 0,
        query: worst("serverClaimed", NO_PROBE),
        steps: [
          [0.75, COLOR.demand],
          [1, COLOR.hurt],
        ],
        shown: "both",
        noValue: NO_VALUE,
      }),
      stat({
        id: 104,
        title: "Lock waiters",
        shows: "Processes of the server that wait for a lock now.",
        normal: "0, or a few for moments.",
        bad: "a number that stays: a queue behind one transaction, often a migration.",
        act: "select pid, pg_blocking_pids(pid) from pg_stat_activity; end the first blocker.",
        ...PLACE,
        unit: "none",
        query: worst("serverLockWaiters", NO_PROBE),
        steps: [
          [1, COLOR.demand],
          [5, COLOR.waiting],
        ],
        shown: "both",
        noValue: NO_VALUE,
      }),
      stat({
        id: 105,
        title: "Oldest transaction",
        shows:
          "Age of the oldest open transaction of a client. Without pg_monitor: of the probe's own role only.",
        normal: "seconds.",
        bad: "above 5 min: it keeps its locks, and vacuum from cleaning up.",
        act: "find it: select pid, xact_start, state, query from pg_stat_activity order by xact_start.",
        ...PLACE,
        unit: "s",
        decimals: 0,
        query: worst("serverOldestTransaction", NO_PROBE),
        steps: [
          [60, COLOR.demand],
          [300, COLOR.waiting],
        ],
        shown: "both",
        noValue: NO_VALUE,
      }),
      stat({
        id: 106,
        title: "Replication lag",
        shows: "How far the worst standby is behind.",
        normal: "below 1 s.",
        bad: "above 30 s: readers see old data, and a failover would lose it.",
        act: "see the runbook of PlimsollReplicationLagHigh.",
        ...PLACE,
        unit: "s",
        decimals: 1,
        query: worst("serverLag", "no standby, or no server probe"),
        steps: [
          [5, COLOR.demand],
          [30, COLOR.waiting],
        ],
        shown: "both",
        noValue: "no standby",
      }),
    ],
  ],
};
