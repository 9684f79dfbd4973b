import { COLOR } from "../colors.ts";
import type { PlacedPanel } from "../panel.ts";
import { stat } from "../panels/stat.ts";
import { table } from "../panels/table.ts";
import { text } from "../panels/text.ts";
import { SERVICE } from "../promql.ts";
import { runbookUrl } from "../runbooks.ts";
import { dataLink } from "../sdk-repairs.ts";

const HEIGHT = 7;

/** Firing Plimsoll alerts of the chosen service, whatever the pool. */
export const FIRING: string = `ALERTS{alertname=~"Plimsoll.*",alertstate="firing",${SERVICE}}`;

/** The cause that the alerts name, in one word. */
export function namedCause(): PlacedPanel {
  return stat({
    id: 107,
    title: "Named cause",
    shows: "What the firing alerts blame for this pool's trouble.",
    bad: "any word. Unknown means: short of connections, and no rule knows why.",
    act: "follow the runbook of the alert at the right.",
    width: 5,
    height: HEIGHT,
    unit: "none",
    query: {
      expr: `max by (cause) (ALERTS{alertname=~"Plimsoll.*",alertstate="firing",role="cause",${SERVICE},pool="$pool"})`,
      legend: "{{cause}}",
      emptyMeans: "no alert names a cause",
    },
    steps: [[1, COLOR.hurt]],
    noValue: "none",
    isName: true,
  });
}

export function firingAlerts(): PlacedPanel {
  return table({
    id: 108,
    title: "Firing alerts",
    shows: "Plimsoll's firing alerts of this service, all pools. Each name links to its runbook.",
    bad: "any row with severity page.",
    act: "open the runbook of the oldest page first.",
    width: 11,
    height: HEIGHT,
    queries: [
      {
        expr: `(time() - ALERTS_FOR_STATE{alertname=~"Plimsoll.*",${SERVICE}}) and ignoring (alertstate) ${FIRING}`,
        emptyMeans: "no alert fires",
      },
    ],
    columns: [
      {
        field: "alertname",
        title: "Alert",
        link: dataLink("Runbook", runbookUrl("${__value.raw}")),
      },
      { field: "pool", title: "Pool" },
      { field: "cause", title: "Cause" },
      { field: "severity", title: "Severity" },
      { field: "Value", title: "Active for", unit: "dtdurations", decimals: 0 },
    ],
    sortBy: "Active for",
    noValue: "no alert fires",
  });
}

const NEXT: readonly (readonly [cause: string, alert: string, first: string])[] = [
  ["server_connections", "PlimsollServerConnectionsExhausted", "count connections by application"],
  ["connect_failure", "PlimsollPoolConnectFailing", "ask the database: select 1"],
  ["event_loop", "PlimsollEventLoopBlocked", "take a CPU profile of one instance"],
  ["nested_acquire", "PlimsollPoolNestedAcquire", "restart instances one by one, fix the route"],
  ["leak", "PlimsollPoolLeak", "restart instances one by one, then fix the route"],
  ["held_idle", "PlimsollPoolHeldByApplication", "look at what the route waits for"],
  ["lock_wait", "PlimsollPoolLockQueue", "end the first blocker"],
  ["slow_query", "PlimsollPoolSlowQueries", "find the query in pg_stat_activity"],
  ["demand", "PlimsollPoolTrafficSurge", "shed or limit what is not wanted"],
  ["stalled", "PlimsollPoolStalled", "ask the database: select 1"],
  ["forecast", "PlimsollPoolExhaustionPredicted", "see what rises"],
  ["read_only", "PlimsollWritesOnReadOnly", "find the primary"],
  ["scale_out", "PlimsollScaleOutFutile", "undo the scale-out"],
  ["unknown", "PlimsollPoolPressure", "read Why and Who below"],
];

export function whatNext(): PlacedPanel {
  const lines = NEXT.map(
    ([cause, alert, first]) => `- **${cause}**: ${first} ([runbook](${runbookUrl(alert)}))`,
  );
  return text({
    id: 109,
    title: "What next",
    shows: "The first action for each cause that a page can name.",
    bad: "acting before the cause is known: scaling out helps against demand only, and harms otherwise.",
    act: "take the line of the named cause.",
    width: 8,
    height: HEIGHT,
    markdown: lines.join("\n"),
  });
}
