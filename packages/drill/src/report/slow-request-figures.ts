import { ATTRIBUTE, SPAN_ATTRIBUTE } from "@plimsoll/catalog";
import type { RunRecord } from "../scenario/run-record.ts";
import { clockTime } from "../timeline/clock-time.ts";
import { shortDuration } from "../timeline/offset-text.ts";
import type { SlowRequest } from "../traces/slow-request.ts";
import { html, type Html } from "./html.ts";
import { BAR_COLORS, barKind, type BarKind, waterfallSvg } from "./waterfall.ts";

const WIDE = { width: 848, labelWidth: 300 } as const;
const NARROW = { width: 340, labelWidth: 0 } as const;

/** What the waited requests of a run were doing, span by span; or that there is none to show. */
export function slowRequestFigures(record: RunRecord): Html {
  const { received, longestWait, firstError } = record.slowRequests;
  const errorAt = record.incident.firstUserErrorAt;
  const found = [
    ...(longestWait ? [figure(longestWait, whyLongest(longestWait, errorAt))] : []),
    ...(firstError ? [figure(firstError, "The first one that users saw.")] : []),
  ];
  return html`<h2>Where a request's time went</h2>
    <p class="muted">${intro(received)}</p>
    ${found.length > 0 ? found : html`<p>${nothing(received)}</p>`}`;
}

function intro(received: number): string {
  return `Spans of the last ${received} requests that Money traced, by its one import.`;
}

function nothing(received: number): string {
  return received === 0
    ? "Money sent no trace in this run, so there is no request to show."
    : "No request of these has a span of a wait for a connection, so there is none to show.";
}

function whyLongest({ server }: SlowRequest, errorAt: number | null): string {
  if (errorAt === null) return "Of all requests of the run it waited longest.";
  // Its unit alone on the next line would be lost.
  const ahead = shortDuration(errorAt - server.endedAt).replace(" ", "\u00A0");
  return `Of all requests that were answered before the first user-visible error it waited longest; that was ${ahead} earlier.`;
}

function figure(slow: SlowRequest, why: string): Html {
  const { server, spans } = slow;
  const title = titleOf(slow);
  const label = `${title}. ${spans.length} spans in ${shortDuration(server.endedAt - server.startedAt)}`;
  return html`<figure>
    <figcaption>
      <h3>${title}</h3>
      <p>${clockTime(server.startedAt)}. ${why}</p>
      ${legend(slow)}
    </figcaption>
    <div class="wide" role="img" aria-label="${label}">${waterfallSvg(server, spans, WIDE)}</div>
    <div class="narrow" role="img" aria-label="${label}">
      ${waterfallSvg(server, spans, NARROW)}
    </div>
  </figure> `;
}

const ENDINGS: Readonly<Record<string, string>> = {
  queued: "until another request gave one back",
  created: "until a new one was open",
  timeout: "until the pool gave it up",
  failed: "until it failed",
  abandoned: "until the pool ended",
};

/** `GET /accounts/:id waited 812 ms of 815 ms for a connection of pool “money”, until another request gave one back`. */
function titleOf({ server, waits, waitSeconds }: SlowRequest): string {
  const { attributes } = waits.at(-1) ?? server;
  const pool = attributes[ATTRIBUTE.poolName];
  const ending = ENDINGS[String(attributes[SPAN_ATTRIBUTE.outcome])];
  const total = shortDuration(server.endedAt - server.startedAt);
  const times = waits.length > 1 ? `, ${waits.length} times` : "";
  return `${server.name} waited ${shortDuration(waitSeconds)} of ${total} for a connection${times}${
    pool === undefined ? "" : ` of pool “${pool}”`
  }${ending === undefined ? "" : `, ${ending}`}`;
}

const LEGEND: readonly (readonly [BarKind, string])[] = [
  ["request", "request"],
  ["wait", "waits for a connection"],
  ["query", "query"],
];

function legend({ spans }: SlowRequest): Html {
  const kinds = new Set(spans.map(barKind));
  const items = LEGEND.filter(([kind]) => kinds.has(kind)).map(
    ([kind, name]) => html`<li><i style="background: ${BAR_COLORS[kind]}"></i>${name}</li>`,
  );
  return html`<ul class="legend">
    ${items}
  </ul>`;
}
