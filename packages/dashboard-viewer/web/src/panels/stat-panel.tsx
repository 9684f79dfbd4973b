import { getDisplayValueAlignmentFactors, type PanelProps, VizOrientation } from "@grafana/data";
import { config } from "@grafana/runtime";
import type { VizTextDisplayOptions } from "@grafana/schema";
import {
  BigValue,
  type BigValueColorMode,
  BigValueGraphMode,
  type BigValueTextMode,
  VizRepeater,
} from "@grafana/ui";
import type { JSX } from "react";
import { fieldValues, type ReducedOptions } from "./field-values.ts";
import { ValueLinks } from "./value-links.tsx";

/** Options of a stat panel. */
export interface StatOptions extends ReducedOptions {
  readonly colorMode: BigValueColorMode;
  readonly graphMode: BigValueGraphMode;
  readonly textMode: BigValueTextMode;
  readonly text?: VizTextDisplayOptions;
  readonly wideLayout?: boolean;
}

/** Grafana's stat panel: one big value per series. */
export function StatPanel(props: PanelProps<StatOptions>): JSX.Element {
  const { options, width, height, data, renderCounter } = props;
  const hasSparkline = options.graphMode !== BigValueGraphMode.None;
  return (
    <VizRepeater
      getValues={() => fieldValues(props, hasSparkline)}
      getAlignmentFactors={getDisplayValueAlignmentFactors}
      renderValue={({ value, width, height, alignmentFactors, count }) => (
        <ValueLinks value={value}>
          <BigValue
            alignmentFactors={alignmentFactors}
            colorMode={options.colorMode}
            count={count}
            graphMode={options.graphMode}
            hasLinks={value.hasLinks}
            height={height}
            {...(value.sparkline !== undefined && { sparkline: value.sparkline })}
            {...(options.text !== undefined && { text: options.text })}
            textMode={options.textMode}
            theme={config.theme2}
            value={value.display}
            disableWideLayout={options.wideLayout === false}
            width={width}
          />
        </ValueLinks>
      )}
      autoGrid
      height={height}
      itemSpacing={3}
      orientation={options.orientation ?? VizOrientation.Auto}
      renderCounter={renderCounter}
      source={data}
      width={width}
    />
  );
}
