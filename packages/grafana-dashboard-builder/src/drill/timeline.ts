import { causesOverTime } from "../cause-panels.ts";
import type { Row } from "../layout.ts";
import { stateTimeline } from "../panels/state-timeline.ts";
import { firing, ofPool, SERVICE } from "../promql.ts";
import { FIRING_WORDS, STATE_WORDS } from "../words.ts";

/** What happened in which order. */
export const TIMELINE: Row = {
  id: 200,
  title: "Timeline: what happened in which order?",
  lines: [
    [
      stateTimeline({
        id: 201,
        title: "State of the pool",
        shows: "The state of the pool over time.",
        normal: "not short, until the fault is switched on.",
        bad: "SHORT before the first page.",
        act: "compare with the alerts below.",
        width: 24,
        height: 4,
        queries: [{ expr: `max(${ofPool("state")})`, legend: "state" }],
        words: STATE_WORDS,
      }),
    ],
    [
      stateTimeline({
        id: 202,
        title: "Alerts",
        shows:
          "Each alert of this service while it fires; a page goes on for 2 min after its condition ends.",
        normal: "empty in a control run.",
        bad: "a page whose cause is not the fault.",
        act: "see the runbook of the first one.",
        width: 12,
        height: 8,
        queries: [
          {
            expr: `max by (alertname, severity) (${firing(SERVICE)})`,
            legend: "{{severity}}: {{alertname}}",
            emptyMeans: "no alert has fired",
          },
        ],
        words: FIRING_WORDS,
        noValue: "no alert has fired",
      }),
      causesOverTime({
        id: 203,
        title: "What the processes say",
        shows: "Each cause over time, by the share of the instances that name it themselves.",
        normal: "the fault, some 30 s after it was switched on.",
        bad: "another cause first.",
        act: "docs/causes.md says what each process saw.",
        width: 12,
        height: 8,
      }),
    ],
  ],
};
