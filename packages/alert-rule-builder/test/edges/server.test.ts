import t from "tap";
import { type Edge, from, type LabelledValue } from "./edges.ts";
import { type EdgeClock, sameFirings } from "./same-firings.ts";

const MINUTE = 60;
const SINCE = 20 * MINUTE;
const ofServer: EdgeClock = {
  seconds: 60 * MINUTE,
  everySeconds: 15,
  groups: ["plimsoll-server"],
};
const claimed = { serverClaim: 40 };

t.test("what must stay for minutes on a server is told when it has, also on a new one", (t) => {
  const stays = {
    PlimsollServerConnectionsHigh: { key: "serverUsed", above: 0.91, level: 0.9, minutes: 1 },
    PlimsollConnectionBudgetExceeded: { key: "serverClaimed", above: 1.01, level: 1, minutes: 15 },
    PlimsollReplicationLagHigh: { key: "serverLag", above: 31, level: 30, minutes: 2 },
  } as const;
  const edges = Object.entries(stays).flatMap(([alert, { key, above, level, minutes }]) => {
    const fires = { [alert]: SINCE + minutes * MINUTE };
    return [
      [alert, { series: { ...claimed, [key]: from(SINCE, above, level) }, fires }],
      [`${alert} born`, { series: { ...claimed, [key]: from(SINCE, above, null) }, fires }],
      [`${alert} at the threshold`, { series: { ...claimed, [key]: level }, fires: {} }],
      [`${alert} without a claim`, { series: { [key]: above }, fires: {} }],
    ] as readonly [string, Edge][];
  });
  sameFirings(t, Object.fromEntries(edges), ofServer);
});

t.test("of the services on a server, the one that may open most connections is told", (t) => {
  const series = { ...claimed, serverUsed: 0.95, serverClaimed: 2, serverLag: 60 };
  const others = ["billing", "mail"].map((service): LabelledValue => {
    return { key: "serverClaim", labels: { service }, value: 39 };
  });
  const fires = {
    PlimsollServerConnectionsHigh: MINUTE,
    PlimsollConnectionBudgetExceeded: 15 * MINUTE,
    PlimsollReplicationLagHigh: 2 * MINUTE,
  };
  sameFirings(t, { shared: { series, labelled: others, fires } }, ofServer);
});

const more = from(SINCE, 5, 4);

t.test("a quarter more instances that serve a tenth more or less were added in vain", (t) => {
  const scaled = { instances: more, pressure: 1 };
  const alert = "PlimsollScaleOutFutile";
  const fires = { [alert]: SINCE + 2 * MINUTE };
  sameFirings(
    t,
    {
      "no gain": { series: { ...scaled, granted: 100 }, fires },
      "a tenth more": { series: { ...scaled, granted: from(SINCE, 110, 100) }, fires },
      "over a tenth more": { series: { ...scaled, granted: from(SINCE, 111, 100) }, fires: {} },
      "a fifth more instances": {
        series: { instances: from(SINCE, 6, 5), pressure: 1, granted: 100 },
        fires: {},
      },
      "no pressure": { series: { instances: more, pressure: 0, granted: 100 }, fires: {} },
      "pressure since the scale-out": {
        series: { instances: more, pressure: from(SINCE, 1), granted: 100 },
        fires,
      },
      "a new pool under pressure": {
        series: { instances: more, pressure: from(SINCE, 1, null), granted: 100 },
        fires,
      },
      "a roll-out's surge": {
        series: {
          instances: (t) => (t >= SINCE && t < SINCE + 105 ? 5 : 4),
          pressure: 1,
          granted: 100,
        },
        fires: {},
      },
      // What was served in the two minutes before the scale-out counts, not what was served before.
      "a gain over the last minutes": {
        series: {
          ...scaled,
          granted: (t) => (t < SINCE - 5 * MINUTE ? 111 : t < SINCE ? 90 : 100),
        },
        fires: {},
      },
    },
    ofServer,
  );
});

t.test("an alert on a server stays for two minutes after its condition has ended", (t) => {
  const end = 40 * MINUTE;
  const until = (value: number) => (at: number) => (at < end ? value : 0);
  const last = end + 2 * MINUTE - 15;
  sameFirings(
    t,
    {
      used: {
        series: { ...claimed, serverUsed: until(0.95) },
        fires: { PlimsollServerConnectionsHigh: last },
      },
      budget: {
        series: { ...claimed, serverClaimed: until(2) },
        fires: { PlimsollConnectionBudgetExceeded: last },
      },
      lag: {
        series: { ...claimed, serverLag: until(50) },
        fires: { PlimsollReplicationLagHigh: last },
      },
      futile: {
        series: { instances: from(end - 3 * MINUTE, 5, 4), pressure: until(1), granted: 100 },
        // Of eleven evaluations nine must be under pressure.
        fires: { PlimsollScaleOutFutile: last + 30 },
      },
    },
    { ...ofServer, which: "last" },
  );
});
