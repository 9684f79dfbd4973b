import {
  cacheFieldDisplayNames,
  type DataFrame,
  type Field,
  formattedValueToString,
  getFieldDisplayName,
  getFieldSeriesColor,
  type LinkModel,
  type PanelProps,
} from "@grafana/data";
import { config } from "@grafana/runtime";
import {
  LegendDisplayMode,
  type OptionsWithLegend,
  type OptionsWithTooltip,
} from "@grafana/schema";
import { TimeSeries, type VizTooltipItem } from "@grafana/ui";
import { type JSX, useMemo } from "react";
import { EventLayer } from "./event-layer.tsx";
import { eventMarks } from "./event-marks.ts";
import { NoData } from "./no-data.tsx";
import { PlotTooltip } from "./plot-tooltip.tsx";

/** Grafana's time series panel. */
export function TimeSeriesPanel(
  props: PanelProps<OptionsWithLegend & OptionsWithTooltip>,
): JSX.Element {
  const { data, width, height, timeRange, timeZone, options, fieldConfig } = props;
  const marks = useMemo(
    () => eventMarks(data.annotations ?? [], config.theme2),
    [data.annotations],
  );
  // The palette by name takes a series' name from this cache, and lines would have another colour than the legend.
  useMemo(() => cacheFieldDisplayNames(data.series), [data.series]);
  if (data.series.every(({ length }) => length === 0)) return <NoData fieldConfig={fieldConfig} />;
  return (
    <TimeSeries
      frames={data.series}
      height={height}
      legend={options.legend ?? NO_LEGEND}
      options={options}
      {...(data.structureRev !== undefined && { structureRev: data.structureRev })}
      timeRange={timeRange}
      timeZone={timeZone}
      width={width}
    >
      {(builder, aligned) => (
        <>
          <EventLayer config={builder} marks={marks} />
          <PlotTooltip
            config={builder}
            items={(indexes, nearest) => tooltipItems(aligned, data.series, indexes, nearest)}
            links={(nearest, index) => linksOf(aligned.fields[nearest ?? 1], index)}
            marks={marks}
            panel={props}
            times={aligned.fields[0]?.values ?? []}
          />
        </>
      )}
    </TimeSeries>
  );
}

const NO_LEGEND = {
  displayMode: LegendDisplayMode.Hidden,
  placement: "bottom" as const,
  showLegend: false,
  calcs: [],
};

/** One line per series with a value there, the greatest first. */
function tooltipItems(
  aligned: DataFrame,
  frames: DataFrame[],
  indexes: readonly (number | null)[],
  nearest: number | null,
): VizTooltipItem[] {
  return aligned.fields
    .flatMap((field, position): VizTooltipItem[] => {
      const index = indexes[position];
      const value = index == null ? null : field.values[index];
      if (position === 0 || value == null || field.config.custom?.hideFrom?.tooltip) return [];
      const shown = field.display?.(value);
      return [
        {
          label: getFieldDisplayName(field, aligned, frames),
          value: shown === undefined ? String(value) : formattedValueToString(shown),
          color: getFieldSeriesColor(field, config.theme2).color,
          isActive: nearest === position,
          lineStyle: field.config.custom?.lineStyle,
          numeric: value,
        },
      ];
    })
    .toSorted((a, b) => (b.numeric ?? 0) - (a.numeric ?? 0));
}

function linksOf(field: Field | undefined, rowIndex: number): LinkModel[] {
  return field?.getLinks?.({ valueRowIndex: rowIndex }) ?? [];
}
