import { BASELINES } from "../baseline/baseline-rules.ts";
import { comparisonRows } from "../campaign/comparison-rows.ts";
import type { DrillRecord, DrillRun } from "../campaign/drill-run.ts";
import { shareText, spreadText } from "../campaign/result-text.ts";
import { RUN_COLUMNS, runCells } from "../campaign/run-cells.ts";
import { runName } from "../campaign/run-name.ts";
import type { Summary } from "../campaign/summary.ts";
import { CAMPAIGN_METHOD } from "./campaign-method.ts";
import { anchorOf, badge, runSection } from "./campaign-run.ts";
import { html, type Html, trusted } from "./html.ts";
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
          ${missing(summary)} ${runTable(runs)}
          <h2>Each run by itself</h2>
          ${records.map(runSection)}
          <h2>How it was measured</h2>
          <ul class="method">
            ${CAMPAIGN_METHOD.map((point) => html`<li>${point}</li> `)}
          </ul>
        </main>
      </body>
    </html> `;
  return page.markup;
}

function headline({ passed, gradualInTime, falsePages }: Summary): string {
  const pages = `${falsePages === 0 ? "no" : falsePages} false page${falsePages > 1 ? "s" : ""}`;
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

function comparisonTable(summary: Summary): Html {
  return html`<table>
    <thead>
      <tr>
        <th></th>
        <th>Plimsoll</th>
        ${BASELINES.map((name) => html`<th>${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${comparisonRows(summary).map(
        ({ what, plimsoll, baselines }) =>
          html`<tr>
            <td>${what}</td>
            <td data-of="Plimsoll">${unbroken(plimsoll)}</td>
            ${BASELINES.map((name, index) => html`<td data-of="${name}">${unbroken(baselines[index])}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function runTable(runs: readonly DrillRun[]): Html {
  return html`<table>
    <thead>
      <tr>
        <th>scenario</th>
        ${RUN_COLUMNS.map((column) => html`<th>${column}</th>`)}
        <th>result</th>
      </tr>
    </thead>
    <tbody>
      ${runs.map(runRow)}
    </tbody>
  </table>`;
}

function runRow(run: DrillRun): Html {
  const cells = runCells(run);
  return html`<tr>
    <td><a href="#${anchorOf(run)}">${runName(run.scenario, run.run)}</a></td>
    ${RUN_COLUMNS.map((column, index) => html`<td data-of="${column}">${unbroken(cells[index])}</td>`)}
    <td>${badge(run)}</td>
  </tr>`;
}

function missing({ notMade }: Summary): Html {
  if (notMade.length === 0) return html``;
  return html`<p class="failed">Not made: ${notMade.join(", ")}.</p>`;
}

/** Keeps a number and its unit on one line. */
function unbroken(text: string = ""): string {
  return text.replaceAll(/(?<=\d) s\b/g, "\u00A0s");
}
