import t from "tap";
import { timelineOf } from "../src/index.ts";

const NEVER = {
  scenario: "leak",
  faultAt: null,
  firstPageAt: null,
  firstUserErrorAt: null,
  namedCause: null,
};

t.test("a timeline has a drill's moments, the earliest first", async (t) => {
  const incident = {
    ...NEVER,
    faultAt: 100,
    firstUserErrorAt: 130.5,
    firstPageAt: 112,
    namedCause: "leak",
  };
  t.strictSame(timelineOf(incident), [
    { kind: "fault", at: 100, text: "the fault: leak" },
    { kind: "page", at: 112, text: "first page: cause leak" },
    { kind: "error", at: 130.5, text: "first user-visible error" },
  ]);
});

t.test("what never happened is not on the timeline", async (t) => {
  t.strictSame(timelineOf(NEVER), []);
});

t.test("a page that names no cause is on the timeline without one", async (t) => {
  t.strictSame(timelineOf({ ...NEVER, firstPageAt: 1 }), [
    { kind: "page", at: 1, text: "first page" },
  ]);
});
