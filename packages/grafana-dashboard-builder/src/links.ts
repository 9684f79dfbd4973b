import { runbookUrl } from "./runbooks.ts";
import { dataLink, type DataLink } from "./sdk-repairs.ts";

/** The dashboards, by uid. Alerts, bookmarks and each other's links point at these: they never change. */
export const DASHBOARD_UID = {
  fleet: "plimsoll-fleet",
  pool: "plimsoll-pool",
  queries: "plimsoll-queries",
  server: "plimsoll-server",
  drill: "plimsoll-drill",
} as const;

/** Key of a dashboard. */
export type DashboardKey = keyof typeof DASHBOARD_UID;

/** The variable of the data source that holds traces. */
export const TRACES_VARIABLE = "tempo_datasource";

/** Keeps the time range; Grafana fills it in. */
const TIME = "${__url_time_range}";

/** Address of another dashboard; each of `values` is a variable there and what stands here, such as `$service`. */
export function dashboardUrl(
  key: DashboardKey,
  values: Readonly<Record<string, string>> = {},
): string {
  const query = Object.entries(values).map(([name, value]) => `var-${name}=${value}`);
  return `/d/${DASHBOARD_UID[key]}?${[...query, TIME].join("&")}`;
}

/** A variable of this dashboard, encoded for an address. */
export function variable(name: string): string {
  return `\${${name}:percentencode}`;
}

/** A column of the table row that was clicked, encoded for an address. */
export function column(title: string): string {
  return `\${__data.fields["${title}"]:percentencode}`;
}

/** Opens the runbook of the alert whose name was clicked. */
export const RUNBOOK_OF_VALUE: DataLink = dataLink("Runbook", runbookUrl("${__value.raw}"));

/**
 * Opens Explore with a TraceQL search over the dashboard's time range. There are no exemplars to click: OpenTelemetry's
 * JavaScript SDK emits none (sdk-metrics 2.12).
 */
export function tracesLink(title: string, traceQl: string): DataLink {
  const datasource = `\${${TRACES_VARIABLE}}`;
  const search = {
    refId: "A",
    datasource: { type: "tempo", uid: datasource },
    queryType: "traceql",
    query: traceQl,
    limit: 20,
    tableType: "traces",
  };
  const range = { from: "${__from}", to: "${__to}" };
  const panes = JSON.stringify({ traces: { datasource, queries: [search], range } });
  return dataLink(title, `/explore?schemaVersion=1&panes=${encodeExceptVariables(panes)}`);
}

/** TraceQL for traces of the chosen service; `conditions` narrow it. */
export function tracesOfService(...conditions: readonly string[]): string {
  const all = [`resource.service.name="${variable("service")}"`, ...conditions];
  return `{ ${all.join(" && ")} }`;
}

// Grafana looks for its variables before it decodes anything.
function encodeExceptVariables(text: string): string {
  return text
    .split(/(\$\{[^}]+\})/)
    .map((part, index) => (index % 2 === 1 ? part.replaceAll("\\", "") : encodeURIComponent(part)))
    .join("");
}
