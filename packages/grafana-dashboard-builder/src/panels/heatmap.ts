import {
  AxisPlacement,
  HeatmapCellLayout,
  TooltipDisplayMode,
} from "@grafana/grafana-foundation-sdk/common";
import {
  CellValuesBuilder,
  HeatmapColorMode,
  HeatmapColorOptionsBuilder,
  HeatmapColorScale,
  HeatmapTooltipBuilder,
  PanelBuilder,
  RowsHeatmapOptionsBuilder,
  YAxisConfigBuilder,
} from "@grafana/grafana-foundation-sdk/heatmap";
import { complete, type PanelText, type PlacedPanel, type Query } from "../panel.ts";

interface Heatmap extends PanelText {
  readonly width: number;
  readonly height: number;
  /** Unit of the buckets' bounds. */
  readonly unit: string;
  /** Unit of a cell's value. */
  readonly cellUnit: string;
  readonly query: Query;
}

/** A histogram's buckets over time. */
export function heatmap(spec: Heatmap): PlacedPanel {
  const color = new HeatmapColorOptionsBuilder()
    .mode(HeatmapColorMode.Scheme)
    .scale(HeatmapColorScale.Exponential)
    .scheme("Oranges")
    .exponent(0.5)
    .steps(64)
    .reverse(false);
  const builder = new PanelBuilder()
    .unit(spec.cellUnit)
    .calculate(false)
    .color(color)
    .cellValues(new CellValuesBuilder().unit(spec.cellUnit))
    .rowsFrame(new RowsHeatmapOptionsBuilder().layout(HeatmapCellLayout.Auto))
    .yAxis(new YAxisConfigBuilder().unit(spec.unit).axisPlacement(AxisPlacement.Left))
    .tooltip(new HeatmapTooltipBuilder().mode(TooltipDisplayMode.Single).yHistogram(true));
  const json = complete(builder.build(), spec, [spec.query], "heatmap");
  return { json, width: spec.width, height: spec.height, queries: [spec.query] };
}
