import { BASELINES } from "../baseline/baseline-rules.ts";
import type { DrillRecord, DrillRun } from "../campaign/drill-run.ts";
import { shareText, spreadText } from "../campaign/markdown-report.ts";
import { secondsText } from "../campaign/result-text.ts";
import type { Summary } from "../campaign/summary.ts";
import { clockTime } from "../timeline/clock-time.ts";
import { durationText } from "../timeline/offset-text.ts";
import { html, type Html, trusted } from "./html.ts";
import { pageCard } from "./page-card.ts";
import { plotFigure } from "./plot-figure.ts";
import { plotsOf, timeAxis } from "./plots.ts";
import { STYLE } from "./style.ts";

const TITLE = "Plimsoll drills";

const CAMPAIGN_STYLE = `
main { max-width: 1040px; }
details { border: 1px solid var(--line); border-radius: 10px; background: var(--card); margin: .8rem 0; padding: .6rem 1rem; }
details details { background: var(--paper); }
summary { cursor: pointer; font-weight: 650; }
summary .muted { font-weight: 400; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; padding-right: .9rem; }
pre { overflow-x: auto; font-size: .8rem; max-height: 28rem; }
`;

/** The report of a campaign as one HTML file that needs no network and no script. */
export function campaignHtml(records: readonly DrillRecord[], summary: Summary): string {
  const runs = records.map(({ drill }) => drill);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${TITLE}</title>
        <style>
          ${trusted(STYLE + CAMPAIGN_STYLE)}
        </style>
      </head>
      <body>
        <main>
          <p class="eyebrow">${TITLE}: real time on a live stack (k = 1), nothing compressed</p>
          <h1>${headline(summary)}</h1>
          ${figures(summary)}
          <h2>Beside other people’s rules, on the very same runs</h2>
          ${comparisonTable(summary)}
          <h2>Every run</h2>
          ${runTable(runs)}
          <h2>Each run by itself</h2>
          ${records.map(runSection)}
          <h2>How it was measured</h2>
          <ul class="method">
            ${METHOD.map((point) => html`<li>${point}</li> `)}
          </ul>
        </main>
      </body>
    </html> `;
  return page.markup;
}

function headline({ passed, gradualInTime, falsePages }: Summary): string {
  const pages = falsePages === 0 ? "no false page" : `${falsePages} false pages`;
  return `${shareText(passed)} runs passed: ${shareText(gradualInTime)} gradual faults paged before users were harmed, ${pages}.`;
}

function figures(summary: Summary): Html {
  const all = [
    ["Gradual faults: lead, median and worst", spreadText(summary.gradualLead)],
    ["Instant faults: page within 30 s", shareText(summary.instantInTime)],
    ["Cause named right", shareText(summary.causeRight)],
    ["False pages", String(summary.falsePages)],
    ["Resolved after the fault’s end", spreadText(summary.resolve)],
  ] as const;
  return html`<dl class="figures">
    ${all.map(
      ([label, value]) =>
        html`<div>
          <dt>${label}</dt>
          <dd>${value}</dd>
        </div> `,
    )}
  </dl>`;
}

function comparisonTable({ baselines, ...ours }: Summary): Html {
  const rows: readonly [string, string, (name: (typeof BASELINES)[number]) => string][] = [
    [
      "gradual faults: told before users were harmed",
      shareText(ours.gradualInTime),
      (name) => shareText(baselines[name].gradualInTime),
    ],
    [
      "– lead: median, worst",
      spreadText(ours.gradualLead),
      (name) => spreadText(baselines[name].gradualLead),
    ],
    [
      "instant faults: told within 30 s",
      shareText(ours.instantInTime),
      (name) => shareText(baselines[name].instantInTime),
    ],
    [
      "– seconds from the fault: median, worst",
      spreadText(ours.secondsToPage),
      (name) => spreadText(baselines[name].secondsToAlarm),
    ],
    [
      "false pages or alarms, in all runs",
      String(ours.falsePages),
      (name) => String(baselines[name].falseAlarms),
    ],
  ];
  return html`<table>
    <thead>
      <tr>
        <th></th>
        <th>Plimsoll</th>
        ${BASELINES.map((name) => html`<th>${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ([what, own, theirs]) =>
          html`<tr>
            <td>${what}</td>
            <td data-of="Plimsoll">${own}</td>
            ${BASELINES.map((name) => html`<td data-of="${name}">${theirs(name)}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

const COLUMNS = [
  "page before harm",
  "before the first error",
  "fault to page",
  "cause named",
  "resolved after",
] as const;

function runTable(runs: readonly DrillRun[]): Html {
  return html`<table>
    <thead>
      <tr>
        <th>scenario</th>
        <th>kind</th>
        ${COLUMNS.map((column) => html`<th>${column}</th>`)}
        <th>result</th>
      </tr>
    </thead>
    <tbody>
      ${runs.map(runRow)}
    </tbody>
  </table>`;
}

function runRow(run: DrillRun): Html {
  const values = run.kind === "control" ? [`${run.pages.length} pages`] : faultValues(run);
  return html`<tr>
    <td><a href="#${anchorOf(run)}">${nameOf(run)}</a></td>
    <td>${run.onset ?? run.kind}</td>
    ${COLUMNS.map((column, index) => html`<td data-of="${column}">${values[index] ?? ""}</td>`)}
    <td>${badge(run)}</td>
  </tr>`;
}

function faultValues(run: DrillRun): string[] {
  const { healedAt, resolvedAt } = run;
  const isResolved = healedAt !== null && resolvedAt !== null;
  return [
    run.harmAt === null ? "nobody was harmed" : secondsText(run.harmLeadSeconds),
    run.firstUserErrorAt === null ? "no error" : secondsText(run.leadSeconds),
    secondsText(run.secondsToPage),
    run.namedCause ?? run.tickets.join(", "),
    isResolved ? secondsText(resolvedAt - healedAt) : "–",
  ];
}

function badge({ passed }: DrillRun): Html {
  const status = passed ? "passed" : "failed";
  return html`<span class="badge ${status}">${status}</span>`;
}

function nameOf({ scenario, run }: DrillRun): string {
  return run === 1 ? scenario : `${scenario} #${run}`;
}

function anchorOf({ scenario, run }: DrillRun): string {
  return `${scenario}-${run}`;
}

function runSection({ drill, record, pastSeries }: DrillRecord): Html {
  const axis = timeAxis(record);
  return html`<details id="${anchorOf(drill)}">
    <summary>${nameOf(drill)} ${badge(drill)} <span class="muted">${drill.title}</span></summary>
    ${drill.failures.map((failure) => html`<p class="failed">${failure}</p>`)} ${eventTable(drill)}
    <p class="muted">
      ${drill.requests} requests in ${durationText(drill.watchedSeconds)}, ${drill.errors} of them
      failed or took over 1 s.
      ${pastSeries > 0 ? `The past hour was written: ${pastSeries} series.` : ""}
    </p>
    ${plotsOf(record).map((plot) => plotFigure(plot, axis))} ${record.pages.map(pageCard)}
    ${record.holders.map(
      ({ instance, at, text }) =>
        html`<details>
          <summary>
            Who held connections when the first page came: ${instance}, ${clockTime(at)}
          </summary>
          <pre>${text}</pre>
        </details>`,
    )}
  </details>`;
}

/** What happened, and what the baselines told, earliest first. */
function eventTable(drill: DrillRun): Html {
  const events: [number | null, string, string][] = [
    [drill.faultAt, "fault", drill.title],
    ...drill.pages.map(({ at, alert, cause }): [number, string, string] => [
      at,
      "page",
      `${alert}: cause ${cause}`,
    ]),
    [drill.firstUserErrorAt, "error", "the first request that failed or took over 1 s"],
    [drill.harmAt, "error", "users are harmed: 1 % of the requests of 10 s"],
    [drill.healedAt, "people", "the fault is ended"],
    [drill.resolvedAt, "people", "the last page is resolved"],
    ...drill.baselines.flatMap(({ baseline, first, falseAlarms }) => [
      ...(first
        ? [[first.at, "state", `${baseline}: ${first.alert}`] as [number, string, string]]
        : []),
      ...falseAlarms.map(({ at, alert }): [number, string, string] => [
        at,
        "state",
        `${baseline}: ${alert}, a false alarm`,
      ]),
    ]),
  ];
  const zero = drill.faultAt ?? drill.startedAt;
  const known = events.flatMap(([at, kind, text]) => (at === null ? [] : [{ at, kind, text }]));
  return html`<table>
    ${known
      .toSorted((a, b) => a.at - b.at)
      .map(
        ({ at, kind, text }) =>
          html`<tr>
            <td class="offset">${secondsText(at - zero)}</td>
            <td>
              <span class="clock">${clockTime(at)}</span><span class="kind-${kind}">${text}</span>
            </td>
          </tr>`,
      )}
  </table>`;
}

const METHOD: readonly string[] = [
  "Each run has a stack of its own: PostgreSQL, the app “Money” with one import of @plimsoll/node, Prometheus and Alertmanager with the very files of compose/ and alerts/ (scrapes and rules each 5 s), and k6. Several run side by side on one machine.",
  "Real time: no hold, timeout, ramp or window is shortened (k = 1). What cannot be waited for is the past: some rules compare with the half hour that ended ten minutes ago. Prometheus is given a past hour that was as the warm-up of the same run: every recorded series at its value of then.",
  "A page counts when the webhook receiver has it in full, Alertmanager’s grouping included. An alarm of a baseline counts when its rule fires: delivery costs it nothing, in its favour.",
  "Users are harmed from the first error on that begins 10 s in which at least 1 % of the requests failed or took over 1 s. A slow request is an error from its first second on.",
  "A gradual fault passes when its page came before the harm and named the cause, an instant one when its page came within 30 s and named it. A fault that harms nobody is judged as a control: any page is a false one.",
  "Slow databases are pg_sleep inside the statement: for the pool a connection that is held by a statement in flight, without the CPU that drills share.",
];
