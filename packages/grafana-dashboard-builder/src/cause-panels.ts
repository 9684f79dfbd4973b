import { CAUSE_QUERY, causeNames } from "./cause-query.ts";
import { COLOR } from "./colors.ts";
import type { PanelText, PlacedPanel } from "./panel.ts";
import { stat } from "./panels/stat.ts";
import { stateTimeline } from "./panels/state-timeline.ts";
import { ofPool } from "./promql.ts";
import type { Steps } from "./panels/look.ts";

/** What a dashboard says of a panel that others have too, and where it puts it. */
type Placed = PanelText & { readonly width: number; readonly height: number };

/** From which value on a cause is one. */
const NAMED: Steps = [[0.001, COLOR.waiting]];

/** The words of the cause that is named now: why the pool is short, or what to do first. */
export function causeWords(panel: Placed, words: "why" | "first"): PlacedPanel {
  return stat({
    ...panel,
    unit: "none",
    query: CAUSE_QUERY,
    steps: NAMED,
    shown: "name",
    names: causeNames(words),
    noValue: "no such pool now",
  });
}

/** Each cause over time, by the share of the instances that name it themselves. */
export function causesOverTime(panel: Placed): PlacedPanel {
  return stateTimeline({
    ...panel,
    unit: "percentunit",
    queries: [
      {
        expr: `max by (cause) (${ofPool("verdict")})`,
        legend: "{{cause}}",
        emptyMeans: "no process names a cause",
      },
    ],
    words: [],
    steps: NAMED,
    noValue: "No process names a cause: nothing is short. A band appears for each one named.",
  });
}
