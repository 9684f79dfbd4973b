import t from "tap";
import { replayedLead } from "../../src/replay/lead.ts";
import type { ReplayedFiring } from "../../src/replay/replay.ts";

const AT = { harmAt: 200, faultAt: 100 };

function firing(phaseSeconds: number, firesAt: number): ReplayedFiring {
  return { phaseSeconds, firesAt, alert: "PlimsollPoolLeak", cause: "leak" };
}

t.test("the lead of a phase is from its first page after the fault to the harm", (t) => {
  const firings = [
    firing(0, 130),
    firing(0, 120),
    firing(1, 125),
    firing(2, 210),
    firing(3, 140),
    firing(4, 135),
  ];
  t.same(replayedLead(firings, AT), {
    leads: [80, 75, -10, 60, 65],
    medianSeconds: 65,
    worstSeconds: -10,
    bestSeconds: 80,
    aheadRatio: 0.8,
    falsePages: 0,
  });
  t.end();
});

t.test("a phase without a page is the worst, and counts as not ahead", (t) => {
  t.same(replayedLead([firing(0, 130), firing(1, 130), firing(2, 140)], AT), {
    leads: [70, 70, 60, null, null],
    medianSeconds: 60,
    worstSeconds: null,
    bestSeconds: 70,
    aheadRatio: 0.6,
    falsePages: 0,
  });
  t.match(replayedLead([], AT), { medianSeconds: null, bestSeconds: null, aheadRatio: 0 });
  t.end();
});

t.test("a page before the fault is false and leads nothing", (t) => {
  t.match(replayedLead([firing(0, 99)], AT), { falsePages: 1, bestSeconds: null });
  t.end();
});
