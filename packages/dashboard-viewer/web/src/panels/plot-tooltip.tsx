import { dateTimeFormat, type LinkModel, type PanelProps } from "@grafana/data";
import {
  TooltipPlugin2,
  type UPlotConfigBuilder,
  VizTooltipContent,
  VizTooltipFooter,
  VizTooltipHeader,
  type VizTooltipItem,
  VizTooltipWrapper,
} from "@grafana/ui";
import type { ComponentProps, JSX } from "react";
import { type EventMark, marksAt } from "./event-marks.ts";

type Tooltip = ComponentProps<typeof TooltipPlugin2>;

/** `TooltipHoverMode.xAll`, which is a const enum that no module can import. */
const X_ALL = 1 as Tooltip["hoverMode"];

/** What a chart says of the moment under the pointer. */
export interface PlotTooltipProps {
  readonly config: UPlotConfigBuilder;
  readonly panel: Pick<PanelProps, "timeZone" | "onChangeTimeRange">;
  readonly marks: readonly EventMark[];
  /** Times of the points, in milliseconds. */
  readonly times: readonly number[];
  /** The lines of the tooltip, by the index of a point. `isNearest`: of the line under the pointer. */
  readonly items: (indexes: readonly (number | null)[], nearest: number | null) => VizTooltipItem[];
  readonly links?: (nearest: number | null, index: number) => LinkModel[];
}

/** Shows the values under the pointer; a drag zooms in on a time range. */
export function PlotTooltip(props: PlotTooltipProps): JSX.Element {
  const { config, panel, marks, times, items, links } = props;
  return (
    <TooltipPlugin2
      config={config}
      hoverMode={X_ALL}
      maxWidth={500}
      queryZoom={panel.onChangeTimeRange}
      render={(u, indexes, nearest, isPinned) => {
        const index = indexes[0];
        const time = index == null ? undefined : times[index];
        if (index == null || time === undefined) return null;
        const reach = Math.abs(u.posToVal(3, "x") - u.posToVal(0, "x"));
        return (
          <VizTooltipWrapper>
            <VizTooltipHeader
              isPinned={isPinned}
              item={{ label: "", value: dateTimeFormat(time, { timeZone: panel.timeZone }) }}
            />
            <VizTooltipContent
              isPinned={isPinned}
              items={[...items(indexes, nearest), ...marksAt(marks, time, reach).map(markItem)]}
            />
            {isPinned && links !== undefined && (
              <VizTooltipFooter dataLinks={links(nearest, index)} />
            )}
          </VizTooltipWrapper>
        );
      }}
    />
  );
}

function markItem({ title, text, color }: EventMark): VizTooltipItem {
  return { label: title, value: text, color };
}
