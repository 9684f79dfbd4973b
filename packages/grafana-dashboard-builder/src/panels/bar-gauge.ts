import {
  BarGaugeDisplayMode,
  BarGaugeNamePlacement,
  BarGaugeSizing,
  BarGaugeValueMode,
  ReduceDataOptionsBuilder,
  VizOrientation,
} from "@grafana/grafana-foundation-sdk/common";
import { PanelBuilder } from "@grafana/grafana-foundation-sdk/bargauge";
import { complete, type PanelText, type PlacedPanel, type Query } from "../panel.ts";
import { colorByThreshold, type Steps, thresholds } from "./look.ts";

interface BarGauge extends PanelText {
  readonly width: number;
  readonly height: number;
  readonly unit: string;
  readonly decimals?: number;
  readonly max: number;
  readonly query: Query;
  readonly steps: Steps;
  readonly noValue?: string;
}

/** A bar of now for each series. */
export function barGauge(spec: BarGauge): PlacedPanel {
  const builder = new PanelBuilder()
    .unit(spec.unit)
    .min(0)
    .max(spec.max)
    .colorScheme(colorByThreshold())
    .thresholds(thresholds(spec.steps))
    .displayMode(BarGaugeDisplayMode.Gradient)
    .valueMode(BarGaugeValueMode.Text)
    .namePlacement(BarGaugeNamePlacement.Left)
    .showUnfilled(true)
    // A single bar that fills the panel has letters as tall as itself.
    .sizing(BarGaugeSizing.Manual)
    .minVizHeight(16)
    .maxVizHeight(40)
    .orientation(VizOrientation.Horizontal)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(["lastNotNull"]).values(false));
  if (spec.decimals !== undefined) builder.decimals(spec.decimals);
  if (spec.noValue !== undefined) builder.noValue(spec.noValue);
  const json = complete(builder.build(), spec, [spec.query], "instant");
  return { json, width: spec.width, height: spec.height, queries: [spec.query] };
}
