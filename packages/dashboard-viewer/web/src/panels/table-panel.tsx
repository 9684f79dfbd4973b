import { cacheFieldDisplayNames, type PanelProps } from "@grafana/data";
import { TableCellHeight } from "@grafana/schema";
import { TableNG } from "@grafana/ui/unstable";
import { type JSX, useMemo } from "react";
import { NoData } from "./no-data.tsx";

/** Options of a table panel. */
export interface TableOptions {
  readonly frameIndex?: number;
  readonly showHeader?: boolean;
  readonly cellHeight?: TableCellHeight;
  readonly sortBy?: { readonly displayName: string; readonly desc?: boolean }[];
}

/** Grafana's table panel. */
export function TablePanel(props: PanelProps<TableOptions>): JSX.Element {
  const { data, width, height, options, fieldConfig, timeRange } = props;
  const frame = data.series[options.frameIndex ?? 0] ?? data.series[0];
  // TableNG 13.2.2 takes the names of its columns from this cache.
  useMemo(() => cacheFieldDisplayNames(data.series), [data.series]);
  if (frame === undefined || frame.length === 0) return <NoData fieldConfig={fieldConfig} />;
  return (
    <TableNG
      cellHeight={options.cellHeight ?? TableCellHeight.Sm}
      data={frame}
      fieldConfig={fieldConfig}
      height={height}
      noHeader={options.showHeader === false}
      resizable
      {...(options.sortBy !== undefined && { sortBy: options.sortBy })}
      {...(data.structureRev !== undefined && { structureRev: data.structureRev })}
      timeRange={timeRange}
      width={width}
    />
  );
}
