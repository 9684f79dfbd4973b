import { moneyFault } from "../fault/money-fault.ts";
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
  onset: "gradual",
  title: `one connection in ${LEAK_EVERY} transfers is not given back`,
  plan: {},
  loads: [{ rate: RATE }],
  warmUpSeconds: WARM_UP_SECONDS,
  hasPast: false,
  watchSeconds: 240,
  aftermathSeconds: 15,
  resolveSeconds: 0,
  begin: moneyFault({ leakEvery: LEAK_EVERY }),
  expectedCauses: ["leak"],
  expectedRoute: "/transfers",
  expectedTicket: null,
};

/** The same load for about as long, with nothing broken: nobody may be paged. */
export const CONTROL: Scenario = {
  ...POST_MORTEM,
  kind: "control",
  onset: null,
  title: "the same load, nothing broken",
  begin: null,
  watchSeconds: 140,
  expectedCauses: [],
  expectedRoute: null,
};
