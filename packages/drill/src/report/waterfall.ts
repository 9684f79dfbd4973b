import { ATTRIBUTE, POOL_WAIT_SPAN, SPAN_ATTRIBUTE } from "@plimsoll/catalog";
import type { TraceSpan } from "../traces/trace-span.ts";
import { shortDuration } from "../timeline/offset-text.ts";
import { html, type Html } from "./html.ts";
import { timeTicks } from "./time-ticks.ts";

/** What a bar of a waterfall stands for. */
export type BarKind = "request" | "wait" | "query";

/** One span, where it stands in the picture. */
interface Bar {
  readonly span: TraceSpan;
  /** 0 for the first span of its request. */
  readonly depth: number;
}

/** CSS colours of the bars, the same as in the plots above. */
export const BAR_COLORS: Readonly<Record<BarKind, string>> = {
  request: "var(--axis)",
  wait: "var(--waiting)",
  query: "var(--used)",
};

const LINE = 15;
const BAR = 12;
const AXIS = 26;
const INDENT = 14;
// Of 12 px of the report's font, on average; labels are cut, never drawn over each other.
const CHARACTER = 6.9;
// "12.3 s, abandoned"
const DURATION_WIDTH = 112;

/** The size of a waterfall: the labels stand beside the bars, or above them when `labelWidth` is 0. */
export interface WaterfallSize {
  readonly width: number;
  readonly labelWidth: number;
}

/** Draws the spans of one request, each below its parent, as an SVG element. `server` is the one that all others hang on. */
export function waterfallSvg(
  server: TraceSpan,
  spans: readonly TraceSpan[],
  size: WaterfallSize,
): Html {
  const bars = inOrder(server, spans, 0);
  const rows: Html[] = [];
  let y = AXIS;
  for (const bar of bars) {
    const { height, row } = drawRow(bar, server, size, y);
    rows.push(row);
    y += height;
  }
  return html`<svg
    xmlns="http://www.w3.org/2000/svg"
    viewBox="0 0 ${size.width} ${y}"
    font-size="12"
    fill="var(--ink)"
  >
    ${drawAxis(server, size, y)}${rows}
  </svg>`;
}

/** What kind of span it is. */
export function barKind({ name, attributes }: TraceSpan): BarKind {
  if (name === POOL_WAIT_SPAN) return "wait";
  return ATTRIBUTE.systemName in attributes ? "query" : "request";
}

function inOrder(span: TraceSpan, spans: readonly TraceSpan[], depth: number): Bar[] {
  const children = spans
    .filter(({ parentId }) => parentId === span.id)
    .toSorted((a, b) => a.startedAt - b.startedAt || a.endedAt - b.endedAt);
  return [{ span, depth }, ...children.flatMap((child) => inOrder(child, spans, depth + 1))];
}

/** Where a moment stands, in px from the left. */
function place(at: number, server: TraceSpan, { width, labelWidth }: WaterfallSize): number {
  const length = Math.max(server.endedAt - server.startedAt, 1e-6);
  const room = width - labelWidth - DURATION_WIDTH;
  const share = (at - server.startedAt) / length;
  return labelWidth + Math.min(Math.max(share, 0), 1) * room;
}

function drawRow(
  { span, depth }: Bar,
  server: TraceSpan,
  size: WaterfallSize,
  top: number,
): { height: number; row: Html } {
  const isBeside = size.labelWidth > 0;
  const indent = isBeside ? depth * INDENT : 0;
  const room = (isBeside ? size.labelWidth - indent - 8 : size.width) / CHARACTER;
  const lines = [span.name, ...sqlOf(span)];
  const labels = lines.map((line, index) => {
    const color = index === 0 ? "var(--ink)" : "var(--muted)";
    const y = top + 14 + index * LINE;
    return html`<text x="${indent}" y="${y}" fill="${color}">${cut(line, room)}</text>`;
  });
  const barTop = isBeside ? top + 4 : top + lines.length * LINE + 3;
  const height = isBeside ? lines.length * LINE + 7 : barTop + BAR - top + 6;
  return { height, row: html`<g>${labels}${drawBar(span, server, size, barTop)}</g>` };
}

function drawBar(span: TraceSpan, server: TraceSpan, size: WaterfallSize, top: number): Html {
  const from = place(span.startedAt, server, size);
  const to = Math.max(place(span.endedAt, server, size), from + 2);
  const textColor = span.isError ? "var(--error)" : "var(--muted)";
  return html`<rect
      x="${px(from)}"
      y="${top}"
      width="${px(to - from)}"
      height="${BAR}"
      rx="2"
      fill="${BAR_COLORS[barKind(span)]}"
    />
    <text x="${px(to + 5)}" y="${top + 10.5}" fill="${textColor}">${durationLabel(span)}</text>`;
}

function drawAxis(server: TraceSpan, size: WaterfallSize, bottom: number): Html[] {
  const ticks = timeTicks(server.endedAt - server.startedAt, size.labelWidth > 0 ? 5 : 3);
  return ticks.map((seconds) => {
    const x = px(place(server.startedAt + seconds, server, size));
    return html`<line
        x1="${x}"
        x2="${x}"
        y1="${AXIS - 5}"
        y2="${bottom}"
        stroke="var(--grid)"
      /><text
        x="${x}"
        y="${AXIS - 10}"
        font-size="11"
        fill="var(--muted)"
        text-anchor="${seconds === 0 ? "start" : "middle"}"
        >${seconds === 0 ? "0" : shortDuration(seconds)}</text
      >`;
  });
}

function durationLabel(span: TraceSpan): string {
  const duration = shortDuration(span.endedAt - span.startedAt);
  if (!span.isError) return duration;
  const outcome = span.attributes[SPAN_ATTRIBUTE.outcome] ?? span.attributes[ATTRIBUTE.errorType];
  return `${duration}, ${outcome ?? "error"}`;
}

/** The SQL, unless the name says it all, as in `BEGIN`. */
function sqlOf({ name, attributes }: TraceSpan): string[] {
  const text = attributes[SPAN_ATTRIBUTE.queryText];
  if (typeof text !== "string" || name.toUpperCase().includes(text.toUpperCase())) return [];
  return [text.replaceAll(/\s+/g, " ").trim()];
}

function cut(text: string, characters: number): string {
  const room = Math.floor(characters);
  return text.length <= room ? text : `${text.slice(0, room - 1).trimEnd()}…`;
}

function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}
