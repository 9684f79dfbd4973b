import {
  LegendDisplayMode,
  LegendPlacement,
  TimelineValueAlignment,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from "@grafana/grafana-foundation-sdk/common";
import type { ValueMapping } from "@grafana/grafana-foundation-sdk/dashboard";
import { PanelBuilder } from "@grafana/grafana-foundation-sdk/statetimeline";
import { complete, type PanelText, type PlacedPanel, type Query } from "../panel.ts";
import { valueMappings, type ValueWord } from "../words.ts";
import { colorByThreshold, type Steps, thresholds } from "./look.ts";

interface StateTimeline extends PanelText {
  readonly width: number;
  readonly height: number;
  readonly queries: readonly Query[];
  /** Words and colours of the values; a value without one is coloured by `steps`. */
  readonly words: readonly ValueWord[];
  readonly unit?: string;
  readonly steps?: Steps;
  readonly noValue?: string;
}

/** One band for each series, coloured by its value; a gap where there is none. */
export function stateTimeline(spec: StateTimeline): PlacedPanel {
  const legend = new VizLegendOptionsBuilder()
    .showLegend(true)
    .displayMode(LegendDisplayMode.List)
    .placement(LegendPlacement.Bottom);
  const builder = new PanelBuilder()
    .unit(spec.unit ?? "none")
    .colorScheme(colorByThreshold())
    .thresholds(thresholds(spec.steps ?? []))
    .mappings(valueMappings(spec.words) as ValueMapping[])
    .showValue(VisibilityMode.Auto)
    .mergeValues(true)
    .alignValue(TimelineValueAlignment.Left)
    .rowHeight(0.85)
    .lineWidth(0)
    .fillOpacity(80)
    .spanNulls(false)
    .legend(legend)
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Single));
  if (spec.noValue !== undefined) builder.noValue(spec.noValue);
  const json = complete(builder.build(), spec, spec.queries, "range");
  return { json, width: spec.width, height: spec.height, queries: spec.queries };
}
