import type { Scenario } from "./scenario.ts";

// Over the rate windows of one minute only in part, but the app is warm, and the reports have run.
const WARM_UP_SECONDS = 45;

// Of 20 requests per second 5 are transfers: one leaked connection each 12 s, and a pool of 10 is lost after 2 minutes.
const RATE = 20;
const LEAK_EVERY = 60;

/** The outage of the post-mortem: a code path loses connections until the pool cannot hand out any. */
export const POST_MORTEM: Scenario = {
  name: "post-mortem",
  kind: "fault",
  title: `one connection in ${LEAK_EVERY} transfers is not given back`,
  fault: { leakEvery: LEAK_EVERY },
  rate: RATE,
  warmUpSeconds: WARM_UP_SECONDS,
  watchSeconds: 240,
  aftermathSeconds: 15,
  expectedCause: "leak",
  expectedRoute: "/transfers",
};

/** The same load for about as long, with nothing broken: nobody may be paged. */
export const CONTROL: Scenario = {
  ...POST_MORTEM,
  kind: "control",
  title: "the same load, nothing broken",
  fault: null,
  watchSeconds: 140,
  expectedCause: null,
  expectedRoute: null,
};
