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
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const [color, alike] of Map.groupBy(marks, (mark) => mark.color)) {
    ctx.fillStyle = color;
    ctx.strokeStyle = color;
    fillStretches(u, alike);
    for (const { start } of alike) strokeStart(u, u.valToPos(start, "x", true));
  }
  ctx.restore();
}

/** One band for all marks of a colour: where several overlap, it is no darker. Along the bottom a strip in full colour. */
function fillStretches(u: uPlot, marks: readonly EventMark[]): void {
  const { ctx, bbox } = u;
  const strip = 4 * devicePixelRatio;
  for (const [alpha, top] of [
    [0.1, bbox.top],
    [1, bbox.top + bbox.height - strip],
  ] as const) {
    ctx.globalAlpha = alpha;
    ctx.beginPath();
    for (const { start, end } of marks) {
      const left = u.valToPos(start, "x", true);
      const width = Math.max(devicePixelRatio, u.valToPos(end, "x", true) - left);
      ctx.rect(left, top, width, bbox.top + bbox.height - top);
    }
    ctx.fill();
  }
}

function strokeStart({ ctx, bbox }: uPlot, x: number): void {
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
}
