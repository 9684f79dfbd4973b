import type { DrillRecord, DrillRun } from "../campaign/drill-run.ts";
import { secondsText } from "../campaign/result-text.ts";
import { runName } from "../campaign/run-name.ts";
import { clockTime } from "../timeline/clock-time.ts";
import { durationText } from "../timeline/offset-text.ts";
import { html, type Html } from "./html.ts";
import { pageCard } from "./page-card.ts";
import { plotFigure } from "./plot-figure.ts";
import { plotsOf, timeAxis } from "./plots.ts";

/** `passed` or `failed`, as a badge. */
export function badge({ passed }: DrillRun): Html {
  const status = passed ? "passed" : "failed";
  return html`<span class="badge ${status}">${status}</span>`;
}

/** Where a run stands in its page. */
export function anchorOf({ scenario, run }: DrillRun): string {
  return `${scenario}-${run}`;
}

/** One run, folded: what failed, what happened when, plots, pages and holders. */
export function runSection({ drill, record, pastSeries }: DrillRecord): Html {
  const axis = timeAxis(record);
  return html`<details id="${anchorOf(drill)}">
    <summary>
      ${runName(drill.scenario, drill.run)} ${badge(drill)}
      <span class="muted">${drill.title}</span>
    </summary>
    ${drill.failures.map((failure) => html`<p class="failed">${failure}</p>`)} ${eventTable(drill)}
    <p class="muted">
      ${drill.requests} requests in ${durationText(drill.watchedSeconds)}, ${drill.errors} of them
      failed or took over 1 s.
      ${pastSeries > 0 ? `The past hour was written: ${pastSeries} series.` : ""}
    </p>
    ${replayNote(drill)} ${plotsOf(record).map((plot) => plotFigure(plot, axis))}
    ${record.pages.map(pageCard)}
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

interface RunEvent {
  /** Null when it did not happen. */
  readonly at: number | null;
  /** Of the style: whose moment it is. */
  readonly kind: "fault" | "page" | "error" | "people" | "state";
  readonly text: string;
}

/** What happened, and what the baselines told. */
function eventsOf(drill: DrillRun): RunEvent[] {
  return [
    { at: drill.faultAt, kind: "fault", text: drill.title },
    ...drill.pages.map(({ at, alert, cause }): RunEvent => ({
      at,
      kind: "page",
      text: `${alert}: cause ${cause}`,
    })),
    {
      at: drill.firstUserErrorAt,
      kind: "error",
      text: "the first request that failed or took over 1 s",
    },
    { at: drill.harmAt, kind: "error", text: "users are harmed: 1 % of the requests of 10 s" },
    { at: drill.healedAt, kind: "people", text: "the fault is ended" },
    { at: drill.resolvedAt, kind: "people", text: "the last page is resolved" },
    ...drill.baselines.flatMap(baselineEvents),
  ];
}

function baselineEvents({
  baseline,
  first,
  falseAlarms,
}: DrillRun["baselines"][number]): RunEvent[] {
  const told: RunEvent[] = falseAlarms.map(({ at, alert }) => ({
    at,
    kind: "state",
    text: `${baseline}: ${alert}, a false alarm`,
  }));
  return first === null
    ? told
    : [{ at: first.at, kind: "state", text: `${baseline}: ${first.alert}` }, ...told];
}

/** Earliest first; seconds from the fault, in a control from the start. */
function eventTable(drill: DrillRun): Html {
  const zero = drill.faultAt ?? drill.startedAt;
  const known = eventsOf(drill).flatMap(({ at, kind, text }) =>
    at === null ? [] : [{ at, kind, text }],
  );
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

function replayNote({ replay }: DrillRun): Html {
  if (replay === null) return html``;
  const { leads, medianSeconds, worstSeconds, agreeing } = replay;
  return html`<p class="muted">
    Replayed from a recording of every second, under ${leads.length} scrape phases: page before harm
    ${secondsText(medianSeconds)} in the middle, ${secondsText(worstSeconds)} at worst. Of the
    ${agreeing.of} alerts that fired live, ${agreeing.count} fired in the replay of the same phase
    within one evaluation.
  </p>`;
}
