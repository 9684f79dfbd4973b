import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  ReduceDataOptionsBuilder,
} from "@grafana/grafana-foundation-sdk/common";
import {
  FieldColorBuilder,
  FieldColorModeId,
  type Threshold,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { PanelBuilder } from "@grafana/grafana-foundation-sdk/stat";
import { COLOR } from "../colors.ts";
import { complete, type PanelText, type PlacedPanel, type Query } from "../panel.ts";

interface Stat extends PanelText {
  readonly width: number;
  readonly height: number;
  readonly unit: string;
  readonly decimals?: number;
  readonly query: Query;
  /** From which value which colour holds; below the first it is green. */
  readonly steps: readonly (readonly [from: number, color: string])[];
  /** Shown when the answer is empty. */
  readonly noValue?: string;
  /** Show the series' name in place of its value. */
  readonly isName?: boolean;
}

/**
 * One number, of now: queried as an instant and without a sparkline, because the last value of a range outlives an app that
 * is gone.
 */
export function stat(spec: Stat): PlacedPanel {
  const builder = new PanelBuilder()
    .unit(spec.unit)
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.Thresholds))
    .thresholds(
      new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(steps(spec.steps)),
    )
    .colorMode(BigValueColorMode.Background)
    .graphMode(BigValueGraphMode.None)
    .textMode(spec.isName === true ? BigValueTextMode.Name : BigValueTextMode.Value)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(["lastNotNull"]).values(false));
  if (spec.decimals !== undefined) builder.decimals(spec.decimals);
  if (spec.noValue !== undefined) builder.noValue(spec.noValue);
  const json = complete(builder.build(), spec, [spec.query], "instant");
  return { json, width: spec.width, height: spec.height, queries: [spec.query] };
}

// Grafana writes the first step's value as null: from minus infinity.
function steps(changes: Stat["steps"]): Threshold[] {
  return [
    { value: null, color: COLOR.good },
    ...changes.map(([value, color]) => ({ value, color })),
  ];
}
