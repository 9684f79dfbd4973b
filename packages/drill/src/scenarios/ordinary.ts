import type { Scenario } from "../scenario/scenario.ts";

/** Over the rate windows of one minute. */
const WARM_UP_SECONDS = 75;

type Common = Omit<Scenario, "name" | "title" | "begin" | "expectedCauses">;

/** What most faults have in common: steady load, a past hour like it, and the wait for the end of the pages. */
export const FAULT: Common = {
  kind: "fault",
  onset: "gradual",
  plan: {},
  loads: [{ rate: 15 }],
  warmUpSeconds: WARM_UP_SECONDS,
  hasPast: true,
  watchSeconds: 660,
  // So that the baselines have their time: their rules wait for up to two minutes.
  aftermathSeconds: 150,
  resolveSeconds: 270,
  expectedRoute: null,
  expectedTicket: null,
};

/** A fault that is there at once. */
export const INSTANT_FAULT: Common = { ...FAULT, onset: "instant", watchSeconds: 240 };

/** What every control has in common: nobody may be paged. */
export const CONTROL_RUN: Common & Pick<Scenario, "expectedCauses"> = {
  ...FAULT,
  kind: "control",
  onset: null,
  watchSeconds: 200,
  resolveSeconds: 0,
  expectedCauses: [],
};
