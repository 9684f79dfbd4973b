import {
  type DynamicConfigValue,
  FieldColorBuilder,
  FieldColorModeId,
  type Threshold,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { StackingMode } from "@grafana/grafana-foundation-sdk/common";
import { COLOR, SERIES_COLOR } from "../colors.ts";

/** From which value on which colour holds. */
export type Steps = readonly (readonly [from: number, color: string])[];

/** Thresholds; below the first step it is `base`. */
export function thresholds(steps: Steps, base: string = COLOR.good): ThresholdsConfigBuilder {
  // Grafana writes the first step's value as null: from minus infinity.
  const all: Threshold[] = [
    { value: null, color: base },
    ...steps.map(([value, color]) => ({ value, color })),
  ];
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(all);
}

/** Colours by threshold. */
export function colorByThreshold(): FieldColorBuilder {
  return new FieldColorBuilder().mode(FieldColorModeId.Thresholds);
}

/** A fixed colour for one series or column. */
function fixedColor(color: string): DynamicConfigValue {
  return { id: "color", value: { mode: FieldColorModeId.Fixed, fixedColor: color } };
}

/**
 * How a named series is drawn, alike in every panel.
 *
 * @throws RangeError when `src/colors.ts` gives the name no colour.
 */
export function seriesLook(name: string): DynamicConfigValue[] {
  const color = SERIES_COLOR[name];
  if (color === undefined) {
    throw new RangeError(
      `series must be one that src/colors.ts gives a colour, got ${JSON.stringify(name)}.`,
    );
  }
  if (color !== COLOR.limit && color !== COLOR.loadLine) return [fixedColor(color)];
  const dash = color === COLOR.limit ? [10, 6] : [2, 4];
  return [
    fixedColor(color),
    { id: "custom.lineStyle", value: { fill: "dash", dash } },
    { id: "custom.fillOpacity", value: 0 },
    { id: "custom.stacking", value: { mode: StackingMode.None, group: "limit" } },
  ];
}
