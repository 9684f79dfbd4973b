import type { AnnotationQuery, DataTransformerConfig, FieldConfigSource } from "@grafana/data";
import type { DataQuery, VariableHide, VariableSort } from "@grafana/schema";

/** A query of a panel, as far as Grafana's Prometheus data source and ours read it. */
export interface PrometheusQuery extends DataQuery {
  readonly expr: string;
  readonly legendFormat?: string;
  readonly instant?: boolean;
  readonly format?: "time_series" | "table" | "heatmap";
  /** Seconds with a unit, such as `30s`: the smallest step. */
  readonly interval?: string;
}

/** A link of a panel or of a dashboard. */
export interface DashboardLink {
  readonly title: string;
  readonly url?: string;
  readonly tooltip?: string;
  readonly targetBlank?: boolean;
  readonly includeVars?: boolean;
  readonly keepTime?: boolean;
}

/** A panel of a dashboard in the Classic JSON model, schemaVersion 42. */
export interface PanelJson {
  readonly id: number;
  readonly type: string;
  readonly title?: string;
  readonly description?: string;
  readonly gridPos: {
    readonly x: number;
    readonly y: number;
    readonly w: number;
    readonly h: number;
  };
  readonly targets?: readonly PrometheusQuery[];
  readonly transformations?: readonly DataTransformerConfig[];
  readonly options?: object;
  readonly fieldConfig?: FieldConfigSource;
  readonly links?: readonly DashboardLink[];
  readonly interval?: string;
  readonly maxDataPoints?: number;
  readonly transparent?: boolean;
  /** Of a row. */
  readonly collapsed?: boolean;
  /** Of a collapsed row: what it hides. */
  readonly panels?: readonly PanelJson[];
}

/** A variable of a dashboard. */
export interface VariableJson {
  readonly type: string;
  readonly name: string;
  readonly label?: string;
  readonly description?: string;
  readonly hide?: VariableHide;
  readonly query?: string | { readonly query?: string };
  readonly regex?: string;
  readonly sort?: VariableSort;
  readonly multi?: boolean;
  readonly includeAll?: boolean;
  readonly allValue?: string;
  readonly current?: { readonly value?: string | string[] };
}

/** A dashboard in the Classic JSON model, as Grafana would load it. */
export interface DashboardJson {
  readonly uid: string;
  readonly title: string;
  readonly description?: string;
  readonly panels: readonly PanelJson[];
  readonly time?: { readonly from: string; readonly to: string };
  readonly refresh?: string;
  readonly timezone?: string;
  readonly links?: readonly DashboardLink[];
  readonly templating?: { readonly list?: readonly VariableJson[] };
  readonly annotations?: { readonly list?: readonly AnnotationQuery[] };
}

/** One moment of a drill. */
export interface TimelineEvent {
  readonly kind: "fault" | "page" | "error";
  /** Unix seconds. */
  readonly at: number;
  readonly text: string;
}

/** What the viewer's server says of itself: `/viewer.json`. */
export interface ViewerData {
  readonly dashboards: readonly DashboardJson[];
  readonly timeline: readonly TimelineEvent[];
  readonly scrapeIntervalSeconds: number;
}

/** Asks the viewer's server what there is to see. */
export async function loadViewerData(): Promise<ViewerData> {
  const response = await fetch("/viewer.json");
  return (await response.json()) as ViewerData;
}
