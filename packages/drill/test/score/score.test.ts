import t from "tap";
import { type Recording, scoreRun } from "../../src/score/score.ts";
import type { UserRequest } from "../../src/score/user-request.ts";
import { page } from "./pages.ts";

const GRADUAL: Recording = {
  scenario: "post-mortem",
  kind: "fault",
  onset: "gradual",
  startedAt: 1000,
  faultAt: 1050,
  healedAt: 1200,
  resolvedAt: 1380.5,
  pages: [page(1120.25)],
  tickets: [],
  requests: [late(1167.5), late(1168)],
  stalls: [],
  expectedCauses: ["leak"],
  expectedRoute: "/transfers",
  expectedTicket: null,
};

const INSTANT: Recording = { ...GRADUAL, onset: "instant", requests: [late(1051)] };

const CONTROL: Recording = {
  ...GRADUAL,
  kind: "control",
  onset: null,
  faultAt: null,
  pages: [],
  requests: [],
  expectedCauses: [],
  expectedRoute: null,
};

/** A request that becomes an error at `at`, for it has taken a second by then. */
function late(at: number): UserRequest {
  return { name: "GET /accounts", endedAt: at + 4, durationSeconds: 5, status: 503 };
}

/** So many requests that were answered well, all in the second after `at`. */
function good(at: number, count: number): UserRequest[] {
  return Array.from({ length: count }, (_, n) => ({
    name: "GET /accounts",
    endedAt: at + n / count,
    durationSeconds: 0.01,
    status: 200,
  }));
}

t.test("a page before the harm that names cause and route passes", (t) => {
  t.same(scoreRun(GRADUAL), {
    scenario: "post-mortem",
    kind: "fault",
    onset: "gradual",
    startedAt: 1000,
    faultAt: 1050,
    firstUserErrorAt: 1167.5,
    harmAt: 1167.5,
    firstPageAt: 1120.25,
    leadSeconds: 47.25,
    harmLeadSeconds: 47.25,
    secondsToPage: 70.25,
    healedAt: 1200,
    resolvedAt: 1380.5,
    pages: [
      { alert: "PlimsollPoolLeak", severity: "page", cause: "leak", pool: "money", at: 1120.25 },
    ],
    tickets: [],
    expectedCause: "leak",
    namedCause: "leak",
    causeAfterMinute: "leak",
    falsePages: 0,
    stalls: [],
    passed: true,
    isValid: true,
    failures: [],
  });
  t.end();
});

t.test("a single early error is reported and is no harm", (t) => {
  const requests = [late(1060), ...good(1060, 200), late(1167.5), late(1168)];
  const incident = scoreRun({ ...GRADUAL, requests });
  t.match(incident, { firstUserErrorAt: 1060, leadSeconds: -60.25, harmAt: 1167.5, passed: true });
  t.end();
});

t.test("a page after the harm fails with a negative lead", (t) => {
  t.match(scoreRun({ ...GRADUAL, pages: [page(1170)] }), {
    harmLeadSeconds: -2.5,
    passed: false,
    namedCause: "leak",
    failures: ["The page came 2.5 s after users began to be harmed."],
  });
  t.end();
});

t.test("a page at the very moment of the harm does not precede it", (t) => {
  t.equal(scoreRun({ ...GRADUAL, pages: [page(1167.5)] }).passed, false);
  t.end();
});

t.test("a page that never came leaves nulls and fails", (t) => {
  t.match(scoreRun({ ...GRADUAL, pages: [] }), {
    firstPageAt: null,
    leadSeconds: null,
    harmLeadSeconds: null,
    namedCause: null,
    causeAfterMinute: null,
    passed: false,
    failures: ["No page came."],
  });
  t.end();
});

t.test("a fault that harms nobody is judged as a control: its page is a false one", (t) => {
  const incident = scoreRun({ ...GRADUAL, requests: good(1060, 200) });
  t.match(incident, { harmAt: null, harmLeadSeconds: null, falsePages: 1, passed: false });
  t.match(incident.failures, ["1 page came although no user was harmed: PlimsollPoolLeak."]);
  t.end();
});

t.test(
  "a fault that harms nobody and pages nobody shows nothing, unless a ticket is expected",
  (t) => {
    const quiet = { ...GRADUAL, requests: good(1060, 200), pages: [] };
    t.match(scoreRun(quiet).failures, [/^Nobody was harmed/]);
    const lagging = { ...quiet, expectedTicket: "PlimsollReplicationLagHigh" };
    t.match(scoreRun(lagging).failures, ["The ticket PlimsollReplicationLagHigh did not come."]);
    const tickets = [
      { at: 1040, alert: "PlimsollPoolTooSmall" },
      { at: 1100, alert: "PlimsollReplicationLagHigh" },
      { at: 1160, alert: "PlimsollReplicationLagHigh" },
    ];
    t.match(scoreRun({ ...lagging, tickets }), {
      passed: true,
      tickets: ["PlimsollReplicationLagHigh"],
    });
    t.end();
  },
);

t.test("an instant fault passes when its page comes within 30 s, though after the harm", (t) => {
  t.match(scoreRun({ ...INSTANT, pages: [page(1080)] }), {
    secondsToPage: 30,
    harmLeadSeconds: -29,
    passed: true,
  });
  t.match(scoreRun({ ...INSTANT, pages: [page(1080.5)] }).failures, [
    "The page came 30.5 s after the fault, not within 30 s.",
  ]);
  t.end();
});

t.test("harm before the fault makes the run invalid", (t) => {
  const incident = scoreRun({ ...GRADUAL, requests: [late(1040), late(1167.5)] });
  t.match(incident, { passed: false, isValid: false });
  t.match(incident.failures, [/^The run is invalid: users were harmed before the fault/]);
  t.end();
});

t.test(
  "harm that follows a stall of the machine makes the run invalid, whatever its page did",
  (t) => {
    const stalls = [{ at: 1166, seconds: 1.25 }];
    t.match(scoreRun({ ...GRADUAL, stalls }), {
      stalls,
      harmLeadSeconds: 47.25,
      passed: false,
      isValid: false,
      failures: [
        "The run is invalid: the machine, or the drill on it, stood still for 1.3 s, and 1.5 s after that began users were harmed. Run it again.",
      ],
    });
    t.equal(scoreRun({ ...GRADUAL, stalls, pages: [page(1170)] }).isValid, false);
    t.end();
  },
);

t.test("a stall that is long over when users are harmed, or comes later, spoils nothing", (t) => {
  for (const at of [1060, 1157.5, 1167.6]) {
    t.match(scoreRun({ ...GRADUAL, stalls: [{ at, seconds: 2 }] }), {
      isValid: true,
      passed: true,
    });
  }
  t.end();
});

t.test("of a control, a stall excuses harm and no page", (t) => {
  const disturbed = { ...CONTROL, requests: [late(1100)], stalls: [{ at: 1099, seconds: 1 }] };
  t.equal(scoreRun(disturbed).isValid, false);
  t.match(scoreRun({ ...disturbed, pages: [page(1110)] }), { isValid: true, falsePages: 1 });
  t.end();
});

t.test("a page before the fault is a false page and fails", (t) => {
  t.match(scoreRun({ ...GRADUAL, pages: [page(1049), page(1120)] }), {
    falsePages: 1,
    firstPageAt: 1049,
    passed: false,
    failures: ["A page came 1.0 s before the fault."],
  });
  t.end();
});

t.test("a first page with another cause fails, even when the right one follows", (t) => {
  const pages = [page(1110, { cause: "unknown" }), page(1120)];
  t.match(scoreRun({ ...GRADUAL, pages }), {
    namedCause: "unknown",
    causeAfterMinute: "leak",
    passed: false,
    falsePages: 0,
    failures: ['The first page named "unknown" as the cause, not leak.'],
  });
  t.end();
});

t.test("the cause after a minute is that of the newest page by then", (t) => {
  const pages = [page(1110), page(1169, { cause: "demand" }), page(1171, { cause: "unknown" })];
  t.equal(scoreRun({ ...GRADUAL, pages }).causeAfterMinute, "demand");
  t.end();
});

t.test("each of several right causes passes", (t) => {
  const expectedCauses = ["demand", "leak"];
  t.match(scoreRun({ ...GRADUAL, expectedCauses }), { passed: true, expectedCause: "demand" });
  t.end();
});

t.test("a first page that does not name the route fails", (t) => {
  const { failures } = scoreRun({ ...GRADUAL, expectedRoute: "/sign-up" });
  t.same(failures, ["The first page does not name the route /sign-up."]);
  t.end();
});

t.test("a control passes when nothing happened", (t) => {
  t.match(scoreRun(CONTROL), {
    kind: "control",
    faultAt: null,
    expectedCause: null,
    falsePages: 0,
    passed: true,
    failures: [],
  });
  t.end();
});

t.test("any page in a control is a false page and fails", (t) => {
  const incident = scoreRun({ ...CONTROL, pages: [page(1100)] });
  t.match(incident, { falsePages: 1, passed: false });
  t.equal(incident.failures.length, 1);
  t.end();
});

t.test("harm in a control fails, a single late answer does not", (t) => {
  const single = scoreRun({ ...CONTROL, requests: [late(1100), ...good(1100, 200)] });
  t.match(single, { firstUserErrorAt: 1100, harmAt: null, passed: true });
  const harm = scoreRun({ ...CONTROL, requests: [late(1100), ...good(1100, 50)] });
  t.match(harm, { harmAt: 1100, falsePages: 0, passed: false });
  t.match(harm.failures, [/^Users were harmed/]);
  t.end();
});
