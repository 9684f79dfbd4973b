import {
  type DisplayProcessor,
  type FieldDisplay,
  getDisplayValueAlignmentFactors,
  type PanelProps,
  VizOrientation,
} from "@grafana/data";
import { config } from "@grafana/runtime";
import type {
  BarGaugeDisplayMode,
  BarGaugeNamePlacement,
  BarGaugeValueMode,
  VizTextDisplayOptions,
} from "@grafana/schema";
import { BarGauge, VizRepeater } from "@grafana/ui";
import type { JSX } from "react";
import { fieldValues, type ReducedOptions } from "./field-values.ts";
import { ValueLinks } from "./value-links.tsx";

/** Options of a bar gauge panel. */
export interface BarGaugeOptions extends ReducedOptions {
  readonly displayMode: BarGaugeDisplayMode;
  readonly valueMode: BarGaugeValueMode;
  readonly namePlacement: BarGaugeNamePlacement;
  readonly showUnfilled: boolean;
  readonly minVizWidth?: number;
  readonly minVizHeight?: number;
  readonly maxVizHeight?: number;
  readonly text?: VizTextDisplayOptions;
}

/** Grafana's bar gauge panel: one bar per series. */
export function BarGaugePanel(props: PanelProps<BarGaugeOptions>): JSX.Element {
  const { options, width, height, data, renderCounter } = props;
  const orientation = options.orientation ?? VizOrientation.Auto;
  return (
    <VizRepeater
      getValues={() => fieldValues(props, false)}
      getAlignmentFactors={getDisplayValueAlignmentFactors}
      renderValue={({ value, width, height, alignmentFactors, orientation }) => (
        <ValueLinks value={value}>
          <BarGauge
            alignmentFactors={alignmentFactors}
            {...displayOf(value)}
            displayMode={options.displayMode}
            field={value.field}
            height={height}
            lcdCellWidth={12}
            namePlacement={options.namePlacement}
            orientation={orientation}
            showUnfilled={options.showUnfilled}
            {...(options.text !== undefined && { text: options.text })}
            theme={config.theme2}
            value={value.display}
            valueDisplayMode={options.valueMode}
            width={width}
          />
        </ValueLinks>
      )}
      height={height}
      itemSpacing={10}
      orientation={orientation}
      renderCounter={renderCounter}
      source={data}
      width={width}
      {...(options.minVizWidth !== undefined && { minVizWidth: options.minVizWidth })}
      {...(options.minVizHeight !== undefined && { minVizHeight: options.minVizHeight })}
      {...(options.maxVizHeight !== undefined && { maxVizHeight: options.maxVizHeight })}
    />
  );
}

/** How a value of the same field is shown: what a gradient asks for its colours. */
function displayOf({ view, colIndex }: FieldDisplay): { readonly display?: DisplayProcessor } {
  const display = view?.getFieldDisplayProcessor(colIndex ?? 0);
  return display === undefined ? {} : { display };
}
