import type { DashboardLink, Panel } from "@grafana/grafana-foundation-sdk/dashboard";
import {
  DataqueryBuilder,
  PromQueryFormat,
  QueryEditorMode,
} from "@grafana/grafana-foundation-sdk/prometheus";
import { type DataLink, repairPanel } from "./sdk-repairs.ts";

/** One PromQL query of a panel. */
export interface Query {
  readonly expr: string;
  /** Series name in the legend; `{{label}}` is filled in. */
  readonly legend?: string;
  /** Set where an empty answer is normal: what it means. The live check reports every other empty answer. */
  readonly emptyMeans?: string;
  /** Set where no variable narrows the query: why. */
  readonly isUnselected?: string;
}

/** What every panel must say, whatever it draws. */
export interface PanelText {
  /** Stable for ever: alerts and bookmarks point at it. */
  readonly id: number;
  readonly title: string;
  /** What the panel shows. */
  readonly shows: string;
  /** What it looks like on a good day. */
  readonly normal: string;
  /** What bad looks like. */
  readonly bad: string;
  /** What to do then. */
  readonly act: string;
  /** Where to go from here: dashboards, runbooks, traces. */
  readonly links?: readonly DataLink[];
}

/** A panel without its place. Width in grid columns (1..24), height in grid rows. */
export interface PlacedPanel {
  readonly json: Panel;
  readonly width: number;
  readonly height: number;
  readonly queries: readonly Query[];
}

export type QueryKind = "range" | "instant" | "table" | "heatmap";

/** Names of a panel's queries, in their order. */
export const REF_IDS = "ABCDEFGHIJ";

/** The data source that the dashboard's variable chooses. */
export const DATASOURCE = { type: "prometheus", uid: "${datasource}" } as const;

/**
 * Gives a panel that an SDK builder made its identity, text and queries.
 *
 * @throws RangeError when there are more queries than letters to name them by.
 */
export function complete(
  built: Panel,
  text: PanelText,
  queries: readonly Query[],
  kind: QueryKind,
): Panel {
  const { type, options, fieldConfig, transformations } = repairPanel(built);
  return {
    id: text.id,
    type,
    title: text.title,
    description: describe(text, queries),
    ...(queries.length === 0 ? {} : { datasource: DATASOURCE }),
    ...(queries.length === 0 ? {} : { targets: queries.map((q, i) => target(q, i, kind)) }),
    ...(text.links === undefined ? {} : { links: text.links as unknown as DashboardLink[] }),
    ...(transformations === undefined ? {} : { transformations }),
    options,
    ...(fieldConfig === undefined ? {} : { fieldConfig }),
  };
}

/** `panel` with links on its values; the SDK's builder would make dashboard links of them. */
export function withValueLinks(panel: Panel, links: readonly DataLink[] | undefined): Panel {
  if (links === undefined) return panel;
  const { defaults, overrides } = panel.fieldConfig ?? { defaults: {}, overrides: [] };
  const linked = { ...defaults, links } as unknown as typeof defaults;
  return { ...panel, fieldConfig: { defaults: linked, overrides } };
}

/** Panel description in Markdown. Says which instances of a pool it covers, because most series are summed over all of them. */
function describe({ shows, normal, bad, act }: PanelText, queries: readonly Query[]): string {
  const isOfPool = queries.some((query) => query.expr.includes('pool="$pool"'));
  const isFiltered = queries.some((query) => query.expr.includes("$instance"));
  const scope = isFiltered ? " The chosen instances." : isOfPool ? " All instances." : "";
  return [`${shows}${scope}`, `**Normal:** ${normal}`, `**Bad:** ${bad}`, `**Do:** ${act}`].join(
    "\n\n",
  );
}

function target(
  query: Query,
  index: number,
  kind: QueryKind,
): ReturnType<DataqueryBuilder["build"]> {
  const refId = REF_IDS[index];
  if (refId === undefined) throw new RangeError("panel: at most 10 queries, got more.");
  const builder = new DataqueryBuilder()
    .refId(refId)
    .editorMode(QueryEditorMode.Code)
    .expr(query.expr)
    .legendFormat(query.legend ?? "__auto");
  if (kind === "range") return builder.range().build();
  if (kind === "instant") return builder.instant().build();
  if (kind === "table") return builder.instant().format(PromQueryFormat.Table).build();
  return builder.range().format(PromQueryFormat.Heatmap).build();
}
