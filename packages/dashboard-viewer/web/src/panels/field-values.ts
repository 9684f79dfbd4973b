import {
  type FieldDisplay,
  getFieldDisplayValues,
  type PanelProps,
  type VizOrientation,
} from "@grafana/data";
import { config } from "@grafana/runtime";
import type { ReduceDataOptions } from "@grafana/schema";

/** Options of the panels that reduce each series to one value. */
export interface ReducedOptions {
  readonly reduceOptions: ReduceDataOptions;
  readonly orientation?: VizOrientation;
}

/** One value per series, or per row; one that says so when there is none. */
export function fieldValues(
  props: Pick<
    PanelProps<ReducedOptions>,
    "data" | "fieldConfig" | "options" | "replaceVariables" | "timeZone"
  >,
  hasSparkline: boolean,
): FieldDisplay[] {
  const { data, fieldConfig, options, replaceVariables, timeZone } = props;
  return getFieldDisplayValues({
    fieldConfig,
    reduceOptions: options.reduceOptions,
    replaceVariables,
    theme: config.theme2,
    data: data.series,
    sparkline: hasSparkline,
    timeZone,
  });
}
