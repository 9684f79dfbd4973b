import { stretchText } from "../timeline/offset-text.ts";
import { ORIGINAL_DAY } from "../timeline/original.ts";
import type { TimelineEvent } from "../timeline/timeline-event.ts";
import type { TimelineRow } from "../timeline/timeline-rows.ts";
import { html, type Html } from "./html.ts";

/** The two timelines as a table; on a phone its rows become blocks. */
export function timelineTable(rows: readonly TimelineRow[]): Html {
  const original = `The original, ${ORIGINAL_DAY}`;
  return html`<table>
    <thead>
      <tr>
        <th>From the first user-visible error</th>
        <th>This run</th>
        <th>${original}</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map((row) => tableRow(row, original))}
    </tbody>
  </table>`;
}

function tableRow(row: TimelineRow, original: string): Html {
  const isZero = row.run?.kind === "error" || row.original?.kind === "error";
  const open = isZero ? html`<tr class="zero">` : html`<tr>`;
  const offset = stretchText(row.offsetSeconds, row.untilSeconds);
  return html`${open}<td class="offset">${offset}</td>${cell(row.run, "run", "This run")}${cell(row.original, "original", original)}</tr>
`;
}

function cell(event: TimelineEvent | undefined, column: string, title: string): Html {
  if (!event) return html`<td></td>`;
  return html`<td class="${column}" data-of="${title}">
    <span class="clock">${event.clock}</span><span class="kind-${event.kind}">${event.text}</span>
  </td>`;
}
