import type { RunRecord } from "../scenario/run-record.ts";
import { durationText } from "../timeline/offset-text.ts";
import { ORIGINAL } from "../timeline/original.ts";
import { runEvents } from "../timeline/run-events.ts";
import { timelineRows } from "../timeline/timeline-rows.ts";
import { namedCause, verdictOf } from "../timeline/verdict.ts";
import { html, type Html, trusted } from "./html.ts";
import { methodOf } from "./method.ts";
import { pageCard } from "./page-card.ts";
import { plotFigure } from "./plot-figure.ts";
import { plotsOf, timeAxis } from "./plots.ts";
import { slowRequestFigures } from "./slow-request-figures.ts";
import { STYLE } from "./style.ts";
import { timelineTable } from "./timeline-table.ts";

/** The report of a run as one HTML file that needs no network and no script. */
export function reportHtml(record: RunRecord): string {
  const axis = timeAxis(record);
  const title = `Plimsoll drill: ${record.scenario.name}`;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${trusted(STYLE)}
        </style>
      </head>
      <body>
        <main>
          ${header(record)} ${comparison(record)}
          <h2>What the telemetry shows</h2>
          <p class="muted">
            One time axis for all: ${axisMeaning(record)}. From the run's own Prometheus: the pool
            scraped every 5 s, k6 every second.
          </p>
          ${plotsOf(record).map((plot) => plotFigure(plot, axis))} ${slowRequestFigures(record)}
          <h2>
            ${record.pages.length === 0 ? "No page came" : "The page, as on-call received it"}
          </h2>
          ${record.pages.map(pageCard)}
          <h2>How it was measured</h2>
          <ul class="method">
            ${methodOf(record).map((point) => html`<li>${point}</li> `)}
          </ul>
        </main>
      </body>
    </html> `;
  return page.markup;
}

function header(record: RunRecord): Html {
  const { incident } = record;
  const status = incident.passed ? "passed" : "failed";
  return html`<p class="eyebrow">
      Drill “${record.scenario.name}”, ${incident.kind}, ${localDay(incident.startedAt)}
      <span class="badge ${status}">${status}</span>
    </p>
    <h1>${verdictOf(record)}</h1>
    <dl class="figures">
      ${figures(record).map(
        ([label, value]) =>
          html`<div>
            <dt>${label}</dt>
            <dd>${value}</dd>
          </div> `,
      )}
    </dl>`;
}

function figures(record: RunRecord): readonly (readonly [string, string])[] {
  const { incident } = record;
  const { leadSeconds, faultAt, firstPageAt } = incident;
  const users = `${record.errors.length} of ${record.requests}`;
  if (incident.kind === "control") {
    return [
      ["Pages", String(incident.pages.length)],
      ["Requests that failed or took over 1 s", users],
    ];
  }
  const noticed = faultAt === null || firstPageAt === null ? null : firstPageAt - faultAt;
  return [
    ["Page before first error", leadSeconds === null ? "not known" : signed(leadSeconds)],
    ["Cause named", namedCause(record) ?? "none"],
    ["Fault to page", noticed === null ? "no page" : signed(noticed)],
    ["Requests that failed or took over 1 s", users],
  ];
}

function signed(seconds: number): string {
  return seconds < 0 ? `−${durationText(-seconds)}` : durationText(seconds);
}

function comparison(record: RunRecord): Html {
  if (record.incident.kind === "control") return html``;
  return html`<h2>Beside the original outage</h2>
    ${timelineTable(timelineRows(runEvents(record), ORIGINAL))}`;
}

function axisMeaning({ incident }: RunRecord): string {
  return incident.faultAt === null
    ? "seconds since the load began"
    : "seconds since the fault was switched on";
}

/** `23 November 2026 at 22:51 UTC`: the time zone is that of every time of day in the report. */
function localDay(at: number): string {
  const format = new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  });
  return format.format(new Date(at * 1000));
}
