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
import { FieldColorBuilder, FieldColorModeId } from "@grafana/grafana-foundation-sdk/dashboard";
import { PanelBuilder } from "@grafana/grafana-foundation-sdk/timeseries";
import {
  complete,
  type PanelText,
  type PlacedPanel,
  type Query,
  withValueLinks,
} from "../panel.ts";
import type { DataLink } from "../sdk-repairs.ts";
import { seriesLook } from "./look.ts";

/** Units in which less than one is next to nothing: a queue of 0.004 must not fill its panel. */
const COUNTS: ReadonlySet<string> = new Set(["none", "ops", "reqps"]);

interface TimeSeries extends PanelText {
  readonly width: number;
  readonly height: number;
  readonly unit: string;
  /** What is counted, where the unit cannot say it. */
  readonly axis?: string;
  readonly max?: number;
  readonly queries: readonly Query[];
  /** Series names that keep their colour, of `src/colors.ts`. The others take one by their name, alike in every panel. */
  readonly series?: readonly string[];
  /** Draw the series on top of each other; `limit` stays a line of its own. */
  readonly isStacked?: boolean;
  /** What stands in the middle while the answer is empty: why that is normal, and what fills it. */
  readonly noValue?: string;
  /** Names alone: for many series, whose values stand in a table nearby. A legend of more than three lines is cut. */
  readonly hasNamesOnly?: boolean;
  /** Where a click on a line leads. */
  readonly valueLinks?: readonly DataLink[];
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
    .legend(legend(spec.hasNamesOnly === true))
    .tooltip(tooltip());
  if (spec.max !== undefined) builder.max(spec.max);
  if (COUNTS.has(spec.unit)) builder.axisSoftMax(1);
  if (spec.noValue !== undefined) builder.noValue(spec.noValue);
  if (spec.axis !== undefined) builder.axisLabel(spec.axis);
  for (const name of spec.series ?? []) builder.overrideByName(name, seriesLook(name));
  const json = withValueLinks(
    complete(builder.build(), spec, spec.queries, "range"),
    spec.valueLinks,
  );
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

function legend(hasNamesOnly: boolean): VizLegendOptionsBuilder {
  return new VizLegendOptionsBuilder()
    .showLegend(true)
    .displayMode(LegendDisplayMode.List)
    .placement(LegendPlacement.Bottom)
    .calcs(hasNamesOnly ? [] : ["lastNotNull"]);
}
