import {
  GraphDrawStyle,
  LegendDisplayMode,
  LegendPlacement,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from "@grafana/grafana-foundation-sdk/common";
import {
  type DynamicConfigValue,
  FieldColorBuilder,
  FieldColorModeId,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { PanelBuilder } from "@grafana/grafana-foundation-sdk/timeseries";
import { COLOR, SERIES_COLOR } from "../colors.ts";
import { complete, type PanelText, type PlacedPanel, type Query } from "../panel.ts";

interface TimeSeries extends PanelText {
  readonly width: number;
  readonly height: number;
  readonly unit: string;
  readonly max?: number;
  readonly queries: readonly Query[];
  /** Series names that keep their colour, of {@link SERIES_COLOR}. The others take one by their name, alike in every panel. */
  readonly series?: readonly string[];
  /** Draw the series on top of each other; `limit` stays a line of its own. */
  readonly isStacked?: boolean;
}

/** Lines over time from 0 up. */
export function timeSeries(spec: TimeSeries): PlacedPanel {
  const builder = new PanelBuilder()
    .unit(spec.unit)
    .min(0)
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.PaletteClassicByName))
    .drawStyle(GraphDrawStyle.Line)
    .lineWidth(2)
    .fillOpacity(spec.isStacked === true ? 40 : 8)
    .showPoints(VisibilityMode.Never)
    .spanNulls(false)
    .stacking(stacking(spec.isStacked === true))
    .legend(legend())
    .tooltip(tooltip());
  if (spec.max !== undefined) builder.max(spec.max);
  for (const name of spec.series ?? []) builder.overrideByName(name, look(name));
  const json = complete(builder.build(), spec, spec.queries, "range");
  return { json, width: spec.width, height: spec.height, queries: spec.queries };
}

function stacking(isStacked: boolean): StackingConfigBuilder {
  return new StackingConfigBuilder()
    .mode(isStacked ? StackingMode.Normal : StackingMode.None)
    .group("A");
}

function tooltip(): VizTooltipOptionsBuilder {
  const builder = new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi);
  // oxlint-disable-next-line unicorn/no-array-sort -- a builder, not an array
  return builder.sort(SortOrder.Descending);
}

function legend(): VizLegendOptionsBuilder {
  return new VizLegendOptionsBuilder()
    .showLegend(true)
    .displayMode(LegendDisplayMode.List)
    .placement(LegendPlacement.Bottom)
    .calcs(["lastNotNull", "max"]);
}

function look(name: string): DynamicConfigValue[] {
  const fixedColor = SERIES_COLOR[name];
  if (fixedColor === undefined) {
    throw new RangeError(
      `series must be one that src/colors.ts gives a colour, got ${JSON.stringify(name)}.`,
    );
  }
  const color = { id: "color", value: { mode: FieldColorModeId.Fixed, fixedColor } };
  if (fixedColor !== COLOR.limit) return [color];
  return [
    color,
    { id: "custom.lineStyle", value: { fill: "dash", dash: [10, 6] } },
    { id: "custom.fillOpacity", value: 0 },
    { id: "custom.stacking", value: { mode: StackingMode.None, group: "limit" } },
  ];
}
