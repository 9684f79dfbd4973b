import {
  AnnotationQueryBuilder,
  type Dashboard,
  DashboardCursorSync,
  DashboardBuilder,
  DashboardLinkBuilder,
  DashboardLinkType,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { COLOR } from "./colors.ts";
import { layOut, type Row } from "./layout.ts";
import { DATASOURCE, REF_IDS } from "./panel.ts";
import { FIRING } from "./pool/alerts.ts";
import { CONNECTIONS } from "./pool/connections.ts";
import { INSTANCES } from "./pool/instances.ts";
import { POOL } from "./pool/pool.ts";
import { VERDICT } from "./pool/verdict.ts";
import { WHO } from "./pool/who.ts";
import { WHY } from "./pool/why.ts";
import { RUNBOOK_BASE_URL } from "./runbooks.ts";
import { repairPlacement } from "./sdk-repairs.ts";
import { poolVariables } from "./variables.ts";

/** Alerts link to it by this uid. */
export const POOL_DASHBOARD_UID = "plimsoll-pool";

/** Tag that every Plimsoll dashboard carries; they link to each other by it. */
export const TAG = "plimsoll";

const ROWS: readonly Row[] = [VERDICT, POOL, WHY, WHO, CONNECTIONS, INSTANCES];

/**
 * One pool of one service, from top to bottom: are users hurt, is the pool short, why, who holds it. Classic JSON, the one
 * format that Grafana 11 to 13 imports; a new object on each call, the same on every call.
 */
export function poolDashboard(): Dashboard {
  const dashboard = new DashboardBuilder("Plimsoll / Pool")
    .uid(POOL_DASHBOARD_UID)
    .description(
      "One connection pool: are users hurt, is the pool short, why, who holds it, what next.",
    )
    .tags([TAG, "postgresql", "connection-pool"])
    .readonly()
    .timezone("browser")
    .time({ from: "now-30m", to: "now" })
    .refresh("15s")
    .tooltip(DashboardCursorSync.Crosshair)
    .links(links())
    .build();
  return {
    ...dashboard,
    links: dashboard.links?.map(repairPlacement) ?? [],
    // The builders' own types ask for the noise that was taken away.
    templating: { list: poolVariables() } as NonNullable<Dashboard["templating"]>,
    annotations: { list: [alertAnnotation()] },
    panels: layOut(ROWS),
  };
}

/** Why an empty answer is normal, by `panel id / refId` or the name of a variable; every other empty answer is a fault. */
export function normallyEmpty(): ReadonlyMap<string, string> {
  const panels = ROWS.flatMap((row) => row.lines.flat());
  const excuses = panels.flatMap(({ json, queries }) =>
    queries.flatMap(({ emptyMeans }, index) =>
      emptyMeans === undefined ? [] : [[queryKey(json.id, index), emptyMeans] as const],
    ),
  );
  return new Map([...excuses, ["environment", "the app states no environment"]]);
}

function queryKey(panel: number | undefined, index: number): string {
  return `${panel}/${REF_IDS[index]}`;
}

function links(): DashboardLinkBuilder[] {
  return [
    new DashboardLinkBuilder("Runbooks")
      .type(DashboardLinkType.Link)
      .icon("doc")
      .tooltip("What to do about each alert")
      .url(RUNBOOK_BASE_URL)
      .targetBlank(true),
    new DashboardLinkBuilder("Plimsoll")
      .type(DashboardLinkType.Dashboards)
      .icon("external link")
      .tooltip("The other Plimsoll dashboards, with the same choices")
      .tags([TAG])
      .asDropdown(true)
      .includeVars(true)
      .keepTime(true),
  ];
}

function alertAnnotation(): ReturnType<AnnotationQueryBuilder["build"]> {
  const annotation = new AnnotationQueryBuilder()
    .name("Firing alerts")
    .datasource(DATASOURCE)
    .enable(true)
    .iconColor(COLOR.hurt)
    .expr(FIRING)
    .titleFormat("{{alertname}}")
    .textFormat("{{pool}}: {{cause}}")
    .tagKeys("severity,cause")
    .build();
  return repairPlacement(annotation);
}
