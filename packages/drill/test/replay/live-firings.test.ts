import t from "tap";
import { agreements, livePhase } from "../../src/replay/live-firings.ts";

t.test("the phase of a live Prometheus is that of the replay which sees what it saw", (t) => {
  t.same(livePhase(1003.2, 1000.1), { evaluationPhaseSeconds: 0, phaseSeconds: 3 });
  t.same(livePhase(1002.0, 1004.0), { evaluationPhaseSeconds: 4, phaseSeconds: 3 });
  t.same(livePhase(1000.4, 1000.1).phaseSeconds, 1, "the evaluation before did not see it");
  t.same(livePhase(1004.8, 1000.1).phaseSeconds, 0, "the next evaluation sees it fresh");
  t.end();
});

t.test("a live firing agrees with one of its own phase within an evaluation", (t) => {
  const live = [{ alert: "A", cause: "a", firesAt: 100.4 }];
  const at = (phaseSeconds: number, firesAt: number) => ({ ...live[0]!, phaseSeconds, firesAt });
  t.match(agreements(live, [at(2, 105), at(1, 100)], 2), [{ replayedAt: 105, agrees: true }]);
  t.match(agreements(live, [at(2, 94)], 2), [{ replayedAt: 94, agrees: false }]);
  t.match(agreements(live, [at(1, 100)], 2), [{ replayedAt: null, agrees: false }]);
  t.end();
});
