import t from "tap";
import { summarize } from "../../src/campaign/summary.ts";
import { baselines, control, FAULT_AT, gradual, instant, unpaged } from "./runs.ts";

const RIGHT: Readonly<Record<string, string>> = { leak: "leak", "db-stop": "stalled" };
const accepted = (scenario: string, cause: string | null): boolean => RIGHT[scenario] === cause;

/** Seconds after the fault. */
function alarm(seconds: number): { alert: string; at: number } {
  return { alert: "ApiIsSlow", at: FAULT_AT + seconds };
}

t.test("gradual faults are in time when their page came before the harm", (t) => {
  const late = gradual({ harmLeadSeconds: -3, leadSeconds: -5, passed: false });
  const moment = gradual({ harmLeadSeconds: 0, leadSeconds: -2, passed: false });
  t.match(summarize([gradual(), late, moment, instant(), control()], accepted), {
    passed: { count: 3, of: 5 },
    gradualInTime: { count: 1, of: 3 },
    gradualBeforeFirstError: { count: 1, of: 3 },
    gradualLead: { of: 3, median: 0, worst: -3 },
  });
  t.end();
});

t.test("instant faults are in time when their page came within 30 s", (t) => {
  const runs = [
    instant(),
    instant({ secondsToPage: 30 }),
    instant({ secondsToPage: 30.5 }),
    instant({ secondsToPage: 64 }),
  ];
  t.match(summarize(runs, accepted), {
    instantInTime: { count: 2, of: 4 },
    secondsToPage: { of: 4, median: 30.25, worst: 64 },
    gradualInTime: { count: 0, of: 0 },
    gradualLead: { of: 0, median: null, worst: null },
  });
  t.end();
});

t.test("a page that never came is worse than every other, and is not left out", (t) => {
  t.match(summarize([gradual(), unpaged(), gradual({ harmLeadSeconds: 20 })], accepted), {
    gradualInTime: { count: 2, of: 3 },
    gradualLead: { of: 3, median: 20, worst: null },
    causeRight: { count: 2, of: 2 },
  });
  t.match(summarize([gradual(), unpaged()], accepted).gradualLead, { median: null });
  const silent = instant({ firstPageAt: null, secondsToPage: null });
  t.match(summarize([instant(), instant(), silent], accepted), {
    instantInTime: { count: 2, of: 3 },
    secondsToPage: { of: 3, median: 20, worst: null },
  });
  t.end();
});

t.test("a page before the fault is a false one and gains no lead", (t) => {
  const early = { firstPageAt: FAULT_AT - 10, falsePages: 1, passed: false };
  const runs = [
    gradual({ ...early, harmLeadSeconds: 130, leadSeconds: 128, secondsToPage: -10 }),
    instant({ ...early, harmLeadSeconds: 11, leadSeconds: 11, secondsToPage: -10 }),
  ];
  t.match(summarize(runs, accepted), {
    gradualInTime: { count: 0, of: 1 },
    gradualBeforeFirstError: { count: 0, of: 1 },
    gradualLead: { worst: null },
    instantInTime: { count: 0, of: 1 },
    secondsToPage: { worst: null },
    causeRight: { count: 0, of: 2 },
    causeRightAfterMinute: { count: 0, of: 2 },
    falsePages: 2,
  });
  t.end();
});

t.test("a run that shows nothing counts as not passed, and nowhere else", (t) => {
  const invalid = gradual({ isValid: false, passed: false });
  t.match(summarize([gradual(), invalid], accepted), {
    passed: { count: 1, of: 2 },
    invalid: 1,
    gradualInTime: { count: 1, of: 1 },
  });
  t.end();
});

t.test("a run that was not made is one that did not pass", (t) => {
  t.match(summarize([gradual()], accepted, ["leak #2"]), {
    passed: { count: 1, of: 2 },
    notMade: ["leak #2"],
  });
  t.end();
});

t.test("a fault that harmed nobody is in no share of the faults, and its pages are false", (t) => {
  const harmless = gradual({ harmAt: null, harmLeadSeconds: null, falsePages: 1 });
  const paged = control({ falsePages: 2, watchedSeconds: 200 });
  t.match(summarize([harmless, paged, control()], accepted), {
    gradualInTime: { count: 0, of: 0 },
    causeRight: { count: 0, of: 0 },
    falsePages: 3,
    controlSeconds: 500,
  });
  t.end();
});

t.test("the cause is judged by scenario, at the first page and a minute later", (t) => {
  const corrected = gradual({ namedCause: "unknown" });
  const wrong = instant({ namedCause: "leak", causeAfterMinute: "leak" });
  t.match(summarize([gradual(), corrected, wrong], accepted), {
    causeRight: { count: 1, of: 3 },
    causeRightAfterMinute: { count: 2, of: 3 },
  });
  t.end();
});

t.test("the end of the pages is measured from the end of the fault, where it was watched", (t) => {
  const stuck = gradual({ resolvedAt: null });
  const unwatched = gradual({ healedAt: null, resolvedAt: null });
  t.match(summarize([gradual(), unwatched, unpaged()], accepted).resolve, {
    of: 1,
    median: 90,
    worst: 90,
  });
  t.match(summarize([gradual(), gradual(), stuck], accepted).resolve, {
    of: 3,
    median: 90,
    worst: null,
  });
  t.end();
});

t.test("baselines are judged on the same runs by the same rules", (t) => {
  const runs = [
    gradual({
      baselines: baselines({
        baseline: "post-mortem",
        first: alarm(100),
        leadSeconds: 20,
        falseAlarms: [],
      }),
    }),
    gradual(),
    instant({
      baselines: baselines({
        baseline: "post-mortem",
        first: alarm(25),
        leadSeconds: -24,
        falseAlarms: [alarm(-20)],
      }),
    }),
    control({
      baselines: baselines({
        baseline: "post-mortem",
        first: null,
        leadSeconds: null,
        falseAlarms: [alarm(3), alarm(9)],
      }),
    }),
  ];
  const summary = summarize(runs, accepted);
  t.same(summary.baselines["post-mortem"], {
    gradualInTime: { count: 1, of: 2 },
    gradualLead: { of: 2, median: null, worst: null },
    instantInTime: { count: 1, of: 1 },
    secondsToAlarm: { of: 1, median: 25, worst: 25 },
    falseAlarms: 3,
  });
  t.match(summary.baselines["upstream-metrics"], {
    gradualInTime: { count: 0, of: 2 },
    instantInTime: { count: 0, of: 1 },
    falseAlarms: 0,
  });
  t.end();
});
