import { RUNBOOK_BASE_URL } from "@plimsoll/catalog";
import {
  type AnnotationQuery,
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { layOut, type Row } from "./layout.ts";
import { DASHBOARD_UID, type DashboardKey } from "./links.ts";
import { REF_IDS } from "./panel.ts";
import { repairPlacement } from "./sdk-repairs.ts";
import type { Variables } from "./variables.ts";

/** Tag that every Plimsoll dashboard carries. */
const TAG = "plimsoll";

/** What one dashboard is made of. */
export interface Board {
  readonly key: DashboardKey;
  readonly title: string;
  /** One sentence: the questions that it answers. */
  readonly description: string;
  readonly tags: readonly string[];
  /** The time range at first, such as `now-30m`. */
  readonly from: string;
  readonly rows: readonly Row[];
  readonly variables: () => Variables;
  readonly annotations: () => readonly AnnotationQuery[];
  /** Variables whose empty answer is normal: why. */
  readonly emptyVariables?: Readonly<Record<string, string>>;
}

/**
 * Classic JSON, the one format that Grafana 11 to 13 imports; a new object on each call, the same on every call.
 *
 * The SDK's `build()` hands out its own objects, and rows are built once: a copy keeps callers apart. By way of JSON, because its
 * queries carry a function (`_implementsDataqueryVariant`).
 */
export function buildDashboard(board: Board): Dashboard {
  const dashboard = new DashboardBuilder(board.title)
    .uid(DASHBOARD_UID[board.key])
    .description(board.description)
    .tags([TAG, ...board.tags])
    .readonly()
    .timezone("browser")
    .time({ from: board.from, to: "now" })
    .refresh("10s")
    .tooltip(DashboardCursorSync.Crosshair)
    .links(links(board.key))
    .build();
  const whole = {
    ...dashboard,
    links: dashboard.links?.map(repairPlacement) ?? [],
    // The builders' own types ask for the noise that was taken away.
    templating: { list: [...board.variables()] } as NonNullable<Dashboard["templating"]>,
    annotations: { list: [...board.annotations()] },
    panels: layOut(board.rows),
  };
  return JSON.parse(JSON.stringify(whole)) as Dashboard;
}

/** Why an empty answer is normal, by `panel id / refId` or the name of a variable; every other empty answer is a fault. */
export function emptyAnswers({ rows, emptyVariables = {} }: Board): ReadonlyMap<string, string> {
  const panels = rows.flatMap((row) => row.lines.flat());
  const excuses = panels.flatMap(({ json, queries }) =>
    queries.flatMap(({ emptyMeans }, index) =>
      emptyMeans === undefined ? [] : [[`${json.id}/${REF_IDS[index]}`, emptyMeans] as const],
    ),
  );
  return new Map([...excuses, ...Object.entries(emptyVariables)]);
}

/** Queries that no variable narrows, by `panel id / refId`, and why. */
export function unselectedQueries({ rows }: Board): ReadonlyMap<string, string> {
  const panels = rows.flatMap((row) => row.lines.flat());
  return new Map(
    panels.flatMap(({ json, queries }) =>
      queries.flatMap(({ isUnselected }, index) =>
        isUnselected === undefined ? [] : [[`${json.id}/${REF_IDS[index]}`, isUnselected] as const],
      ),
    ),
  );
}

const TITLES: Readonly<Record<DashboardKey, string>> = {
  fleet: "Fleet",
  pool: "Pool",
  queries: "Queries",
  server: "Server",
  drill: "Drill",
};

/**
 * A button for each of the others. The Fleet's choice of all services would be no service on the others, and one pool's choice
 * would hide the rest of the fleet: between these two only the time range is kept.
 */
function links(from: DashboardKey): DashboardLinkBuilder[] {
  const others = (Object.keys(DASHBOARD_UID) as DashboardKey[]).filter((key) => key !== from);
  const dashboards = others.map((key) =>
    new DashboardLinkBuilder(TITLES[key])
      .type(DashboardLinkType.Link)
      .icon("dashboard")
      .url(`/d/${DASHBOARD_UID[key]}`)
      .includeVars(from !== "fleet" && key !== "fleet")
      .keepTime(true),
  );
  const runbooks = new DashboardLinkBuilder("Runbooks")
    .type(DashboardLinkType.Link)
    .icon("doc")
    .tooltip("What to do about each alert")
    .url(RUNBOOK_BASE_URL)
    .targetBlank(true);
  return [...dashboards, runbooks];
}
