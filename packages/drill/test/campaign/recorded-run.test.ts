import t from "tap";
import { PAGE_GROUP_WAIT_SECONDS } from "@plimsoll/alert-rule-builder";
import { type RecordedRun, replayOf, replayRuns } from "../../src/campaign/recorded-run.ts";
import { control, FAULT_AT, gradual, instant, recordOf } from "./runs.ts";

const HARM_AT = FAULT_AT + 120;

const RECORDED: RecordedRun = {
  file: "/nowhere/leak-1.recording.jsonl",
  past: null,
  live: [
    { alert: "PlimsollPoolLeak", cause: "leak", firesAt: FAULT_AT + 60 },
    { alert: "PlimsollPoolStalled", cause: "stalled", firesAt: FAULT_AT + 130 },
  ],
  phase: { evaluationPhaseSeconds: 0, phaseSeconds: 2 },
};

function leakFires(phaseSeconds: number, after: number): Parameters<typeof replayOf>[0][number] {
  return { phaseSeconds, alert: "PlimsollPoolLeak", cause: "leak", firesAt: FAULT_AT + after };
}

t.test("a replayed lead is that of the page: what Alertmanager waits is taken off", (t) => {
  const firings = [0, 1, 2, 3, 4].map((phase) => leakFires(phase, 60 + phase));
  const { leads, medianSeconds, worstSeconds } = replayOf(firings, RECORDED, FAULT_AT, HARM_AT);
  const wait = PAGE_GROUP_WAIT_SECONDS;
  t.same(
    leads,
    [60, 59, 58, 57, 56].map((lead) => lead - wait),
  );
  t.equal(medianSeconds, 58 - wait);
  t.equal(worstSeconds, 56 - wait);
  t.end();
});

t.test("a phase that fired nothing has no lead, and is the worst", (t) => {
  const firings = [0, 1, 2, 3].map((phase) => leakFires(phase, 60));
  const { leads, worstSeconds } = replayOf(firings, RECORDED, FAULT_AT, HARM_AT);
  t.equal(leads[4], null);
  t.equal(worstSeconds, null);
  t.end();
});

t.test("live alerts are compared with the replay of their own phase", (t) => {
  for (const [after, count] of [
    [65, 1],
    [80, 0],
  ] as const) {
    const firings = [leakFires(0, 60), leakFires(2, after)];
    t.same(replayOf(firings, RECORDED, FAULT_AT, HARM_AT).agreeing, { count, of: 2 });
  }
  t.end();
});

t.test("runs without a recording, a harm or a fault are left as they are", async (t) => {
  const records = [
    recordOf(instant()),
    recordOf(gradual({ harmAt: null }), { recorded: RECORDED }),
    recordOf(control(), { recorded: RECORDED }),
  ];
  t.same(await replayRuns(records, AbortSignal.timeout(1000)), records);
});
