import t from "tap";
import type { Comparison } from "../../src/fast-path/compare.ts";
import { comparisonLines, isGain } from "../../src/fast-path/comparison-lines.ts";
import { outcomeOf } from "../../src/fast-path/outcome.ts";
import type { ReceivedNotification } from "../../src/score/received-page.ts";

const FAULT_AT = 1_795_470_000;

function notification(
  afterSeconds: number,
  status: "firing" | "resolved",
  labels: Readonly<Record<string, string>> = { pool: "money" },
): ReceivedNotification {
  const all = { alertname: "PlimsollPoolStalled", severity: "page", ...labels };
  const alert = { status, labels: all, annotations: {}, startsAt: "", fingerprint: "f1" };
  return { at: FAULT_AT + afterSeconds, alerts: [alert] };
}

function comparison(
  fast: readonly ReceivedNotification[],
  slow: readonly ReceivedNotification[],
): Comparison {
  return {
    faultAt: FAULT_AT,
    endedAt: FAULT_AT + 130,
    withFastPath: outcomeOf({ notifications: fast }, FAULT_AT),
    rulesAlone: outcomeOf({ notifications: slow }, FAULT_AT),
  };
}

const FAST = [notification(13.2, "firing"), notification(300, "resolved")];
const SLOW = [notification(32.1, "firing"), notification(310, "resolved")];

t.test("one page each of the same labels, the fast one earlier, is a gain", (t) => {
  const ran = comparison(FAST, SLOW);
  t.equal(isGain(ran), true);
  t.same(comparisonLines(ran), [
    "with the fast path: page 13.2 s after the fault (PlimsollPoolStalled); resolved 170 s after its end",
    "by the rules alone: page 32.1 s after the fault (PlimsollPoolStalled); resolved 180 s after its end",
    "gain: 18.9 s",
  ]);
  t.end();
});

t.test("a symptom of the service counts neither as page nor as end", (t) => {
  const symptom = notification(200, "firing", { service: "money" });
  t.equal(isGain(comparison([FAST[0]!, symptom, FAST[1]!], SLOW)), true);
  t.end();
});

t.test("a second page, a second end, a later page, other labels and none are no gain", (t) => {
  const second = notification(73, "firing");
  const other = FAST.map(({ at, alerts }) => ({
    at,
    alerts: alerts.map((alert) => ({ ...alert, fingerprint: "f2" })),
  }));
  for (const fast of [
    [FAST[0]!, second, FAST[1]!],
    [...FAST, notification(360, "resolved")],
    [notification(40, "firing"), FAST[1]!],
    other,
    [],
  ])
    t.equal(isGain(comparison(fast, SLOW)), false);
  t.match(comparisonLines(comparison([], SLOW)), [
    "with the fast path: no page; not resolved",
    /page/,
    "nothing to compare",
  ]);
  t.end();
});
