import t from "tap";
import { type Recording, scoreRun } from "../../src/score/score.ts";
import type { UserError } from "../../src/score/user-request.ts";
import { page } from "./pages.ts";

const FAULT: Recording = {
  scenario: "post-mortem",
  kind: "fault",
  startedAt: 1000,
  faultAt: 1050,
  pages: [page(1120.25)],
  userErrors: [error(1167.5), error(1168)],
  expectedCause: "leak",
  expectedRoute: "/transfers",
};

const CONTROL: Recording = {
  ...FAULT,
  kind: "control",
  faultAt: null,
  pages: [],
  userErrors: [],
  expectedCause: null,
  expectedRoute: null,
};

function error(at: number): UserError {
  const request = { name: "GET /accounts", endedAt: at + 4, durationSeconds: 5, status: 503 };
  return { at, reason: "slow", request };
}

t.test("a page before the first error that names cause and route passes", (t) => {
  t.same(scoreRun(FAULT), {
    failures: [],
    incident: {
      scenario: "post-mortem",
      kind: "fault",
      startedAt: 1000,
      faultAt: 1050,
      firstUserErrorAt: 1167.5,
      firstPageAt: 1120.25,
      leadSeconds: 47.25,
      pages: [
        { alert: "PlimsollPoolLeak", severity: "page", cause: "leak", pool: "money", at: 1120.25 },
      ],
      expectedCause: "leak",
      namedCause: "leak",
      falsePages: 0,
      passed: true,
    },
  });
  t.end();
});

t.test("a page after the first error fails with a negative lead", (t) => {
  const { incident, failures } = scoreRun({ ...FAULT, pages: [page(1170)] });
  t.match(incident, { leadSeconds: -2.5, passed: false, namedCause: "leak" });
  t.same(failures, ["The page came 2.5 s after the first user-visible error."]);
  t.end();
});

t.test("a page at the very moment of the first error does not precede it", (t) => {
  t.equal(scoreRun({ ...FAULT, pages: [page(1167.5)] }).incident.passed, false);
  t.end();
});

t.test("a page that never came leaves nulls and fails", (t) => {
  const { incident, failures } = scoreRun({ ...FAULT, pages: [] });
  t.match(incident, { firstPageAt: null, leadSeconds: null, namedCause: null, passed: false });
  t.same(failures, ["No page came."]);
  t.end();
});

t.test("an error that never came leaves nulls and fails: there is no lead to measure", (t) => {
  const { incident, failures } = scoreRun({ ...FAULT, userErrors: [] });
  t.match(incident, { firstUserErrorAt: null, leadSeconds: null, passed: false });
  t.match(failures, [/^No user-visible error came/]);
  t.end();
});

t.test("an error before the fault makes the run invalid", (t) => {
  const { incident, failures } = scoreRun({ ...FAULT, userErrors: [error(1040), error(1167.5)] });
  t.equal(incident.passed, false);
  t.match(
    failures[0],
    /run is invalid: users saw an error 10\.0 s before the fault \(GET \/accounts\)/,
  );
  t.end();
});

t.test("a page before the fault is a false page and fails", (t) => {
  const { incident, failures } = scoreRun({ ...FAULT, pages: [page(1049), page(1120)] });
  t.match(incident, { falsePages: 1, firstPageAt: 1049, passed: false });
  t.same(failures, ["A page came 1.0 s before the fault."]);
  t.end();
});

t.test("a first page with another cause fails, even when the right one follows", (t) => {
  const pages = [page(1110, { cause: "unknown" }), page(1120)];
  const { incident, failures } = scoreRun({ ...FAULT, pages });
  t.match(incident, { namedCause: "unknown", passed: false, falsePages: 0 });
  t.same(failures, ['The first page named "unknown" as the cause, not leak.']);
  t.end();
});

t.test("a first page that does not name the route fails", (t) => {
  const { failures } = scoreRun({ ...FAULT, expectedRoute: "/sign-up" });
  t.same(failures, ["The first page does not name the route /sign-up."]);
  t.end();
});

t.test("a control passes when nothing happened", (t) => {
  t.match(scoreRun(CONTROL), {
    failures: [],
    incident: { kind: "control", faultAt: null, expectedCause: null, falsePages: 0, passed: true },
  });
  t.end();
});

t.test("any page in a control is a false page and fails", (t) => {
  const { incident, failures } = scoreRun({ ...CONTROL, pages: [page(1100)] });
  t.match(incident, { falsePages: 1, passed: false });
  t.equal(failures.length, 1);
  t.end();
});

t.test("a user-visible error in a control fails", (t) => {
  const { incident, failures } = scoreRun({ ...CONTROL, userErrors: [error(1100)] });
  t.match(incident, { firstUserErrorAt: 1100, falsePages: 0, passed: false });
  t.match(failures, [/^1 requests failed/]);
  t.end();
});
