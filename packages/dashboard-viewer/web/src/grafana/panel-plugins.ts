import { FieldType, PanelPlugin, type PanelProps, PluginType } from "@grafana/data";
import type { ComponentType } from "react";
import { BarGaugePanel } from "../panels/bar-gauge-panel.tsx";
import { HeatmapPanel } from "../panels/heatmap-panel.tsx";
import { StatPanel } from "../panels/stat-panel.tsx";
import { StateTimelinePanel } from "../panels/state-timeline-panel.tsx";
import { TablePanel } from "../panels/table-panel.tsx";
import { TextPanel } from "../panels/text-panel.tsx";
import { TimeSeriesPanel } from "../panels/time-series-panel.tsx";

/** Options of one field that a kind of panel has beside the standard ones, with Grafana's defaults. */
type CustomFields = Readonly<Record<string, unknown>>;

const GRAPH_FIELDS: CustomFields = {
  drawStyle: "line",
  lineInterpolation: "linear",
  lineWidth: 1,
  fillOpacity: 0,
  gradientMode: "none",
  fillBelowTo: undefined,
  lineStyle: undefined,
  spanNulls: false,
  insertNulls: false,
  showPoints: "auto",
  pointSize: 5,
  stacking: undefined,
  transform: undefined,
  barAlignment: 0,
  barWidthFactor: 0.6,
  scaleDistribution: undefined,
  axisPlacement: "auto",
  axisLabel: undefined,
  axisWidth: undefined,
  axisSoftMin: undefined,
  axisSoftMax: undefined,
  axisGridShow: undefined,
  axisBorderShow: false,
  axisCenteredZero: false,
  axisColorMode: "text",
  hideFrom: undefined,
  thresholdsStyle: undefined,
};

const TABLE_FIELDS: CustomFields = {
  width: undefined,
  minWidth: undefined,
  align: "auto",
  cellOptions: { type: "auto" },
  inspect: false,
  filterable: undefined,
  hidden: undefined,
  hideFrom: undefined,
  wrapText: undefined,
  wrapHeaderText: undefined,
  footer: undefined,
};

const TIMELINE_FIELDS: CustomFields = {
  lineWidth: 1,
  fillOpacity: 70,
  spanNulls: false,
  insertNulls: false,
  hideFrom: undefined,
  axisPlacement: "auto",
};

/** What a plugin must say of itself. */
const META = {
  sort: 0,
  type: PluginType.panel,
  module: "",
  baseUrl: "",
  info: {
    author: { name: "" },
    description: "",
    links: [],
    logos: { large: "", small: "" },
    screenshots: [],
    updated: "",
    version: "13.2.2",
  },
};

/** Every type of panel that the viewer draws, by Grafana's name of it. */
export const PANEL_PLUGINS: Readonly<Record<string, PanelPlugin>> = {
  timeseries: plugin("timeseries", TimeSeriesPanel, "palette-classic", GRAPH_FIELDS),
  stat: plugin("stat", StatPanel, "thresholds"),
  bargauge: plugin("bargauge", BarGaugePanel, "thresholds"),
  table: plugin("table", TablePanel, "thresholds", TABLE_FIELDS),
  heatmap: plugin("heatmap", HeatmapPanel, "thresholds"),
  text: plugin("text", TextPanel, "thresholds"),
  "state-timeline": plugin(
    "state-timeline",
    StateTimelinePanel,
    "continuous-GrYlRd",
    TIMELINE_FIELDS,
  ),
};

function plugin<Options>(
  id: string,
  panel: ComponentType<PanelProps<Options>>,
  colorMode: string,
  customFields: CustomFields = {},
): PanelPlugin {
  const made = new PanelPlugin<Options>(panel)
    .useFieldConfig({
      standardOptions: { color: { defaultValue: { mode: colorMode } } },
      useCustomConfig: (builder) => {
        for (const [path, defaultValue] of Object.entries(customFields)) {
          builder.addCustomEditor({
            id: path,
            path,
            name: path,
            defaultValue,
            editor: () => null,
            override: () => null,
            process: (value) => value,
            // As in Grafana: the axis of time has no label.
            shouldApply: ({ type }) => path !== "axisLabel" || type !== FieldType.time,
          });
        }
      },
    })
    .setDataSupport({ annotations: true, alertStates: false });
  made.meta = { ...META, id, name: id, skipDataQuery: id === "text" };
  return made;
}
