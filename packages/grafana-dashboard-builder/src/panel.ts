import type { Panel } from "@grafana/grafana-foundation-sdk/dashboard";
import {
  DataqueryBuilder,
  PromQueryFormat,
  QueryEditorMode,
} from "@grafana/grafana-foundation-sdk/prometheus";
import { repairPanel } from "./sdk-repairs.ts";

/** One PromQL query of a panel. */
export interface Query {
  readonly expr: string;
  /** Series name in the legend; `{{label}}` is filled in. */
  readonly legend?: string;
  /** Set where an empty answer is normal: what it means. The live check reports every other empty answer. */
  readonly emptyMeans?: string;
}

/** What every panel must say, whatever it draws. */
export interface PanelText {
  /** Stable for ever: alerts and bookmarks point at it. */
  readonly id: number;
  readonly title: string;
  /** What the panel shows. */
  readonly shows: string;
  /** What bad looks like. */
  readonly bad: string;
  /** What to do then. */
  readonly act: string;
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
    ...(transformations === undefined ? {} : { transformations }),
    options,
    ...(fieldConfig === undefined ? {} : { fieldConfig }),
  };
}

/** Panel description in Markdown. Says which instances it covers, because recorded series are summed over all of them. */
function describe({ shows, bad, act }: PanelText, queries: readonly Query[]): string {
  const filtered = queries.filter((query) => query.expr.includes("$instance")).length;
  const scope =
    filtered === 0 ? "All instances." : filtered === queries.length ? "The chosen instances." : "";
  return `${[shows, queries.length === 0 ? "" : scope].filter(Boolean).join(" ")}\n\n**Bad:** ${bad}\n\n**Do:** ${act}`;
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
