import type { UPlotConfigBuilder } from "@grafana/ui";
import { useEffect, useLayoutEffect, useRef } from "react";
import type uPlot from "uplot";
import type { EventMark } from "./event-marks.ts";

/** Draws annotations over a chart: a dashed line where one begins, a band as long as it lasts. */
export function EventLayer({
  config,
  marks,
}: {
  readonly config: UPlotConfigBuilder;
  readonly marks: readonly EventMark[];
}): null {
  const latest = useRef(marks);
  latest.current = marks;
  const plot = useRef<uPlot>(undefined);
  useLayoutEffect(() => {
    config.setPadding([TOP_PX, LAST_LABEL_PX, 0, 0]);
    config.addHook("init", (u) => {
      plot.current = u;
    });
    config.addHook("draw", (u) => drawMarks(u, latest.current));
  }, [config]);
  // Annotations come later than the series, and uPlot draws only when asked.
  useEffect(() => plot.current?.redraw(false), [marks]);
  return null;
}

/** What @grafana/ui 13.2.2 leaves above a plot: uPlot/utils.mjs:11. */
const TOP_PX = 8;
/** Room for half of the time axis' last label, which @grafana/ui's own 8 pixels cut. */
const LAST_LABEL_PX = 28;

function drawMarks(u: uPlot, marks: readonly EventMark[]): void {
  const { ctx, bbox } = u;
  const unit = devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const { start, end, color } of marks) {
    const left = u.valToPos(start, "x", true);
    const right = u.valToPos(end, "x", true);
    ctx.fillStyle = color;
    // Faint: several alerts may fire over the same stretch.
    ctx.globalAlpha = 0.06;
    ctx.fillRect(left, bbox.top, right - left, bbox.height);
    ctx.globalAlpha = 1;
    ctx.strokeStyle = color;
    ctx.lineWidth = 1.5 * unit;
    ctx.setLineDash([4 * unit, 4 * unit]);
    ctx.beginPath();
    ctx.moveTo(left, bbox.top);
    ctx.lineTo(left, bbox.top + bbox.height);
    ctx.stroke();
    ctx.fillRect(left, bbox.top + bbox.height - 4 * unit, Math.max(right - left, unit), 4 * unit);
  }
  ctx.restore();
}
