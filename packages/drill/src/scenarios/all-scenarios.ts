import type { Scenario } from "../scenario/scenario.ts";
import { CONTROLS } from "./controls.ts";
import { DEMAND } from "./demand.ts";
import { HOLDS } from "./holds.ts";
import { LEAKS } from "./leaks.ts";
import { SERVER } from "./server.ts";

/** Every scenario, faults first. A new one is an entry in one of these lists. */
export const SCENARIOS: readonly Scenario[] = [
  ...LEAKS,
  ...DEMAND,
  ...HOLDS,
  ...SERVER,
  ...CONTROLS,
];

const SHORT: readonly string[] = ["leak-fast", "db-stop", "connect-refused", "steady"];

/** Three faults and a control, without the wait for the end of the pages: what CI runs. */
export const SHORT_SCENARIOS: readonly Scenario[] = SCENARIOS.filter(({ name }) =>
  SHORT.includes(name),
).map((scenario) => ({
  ...scenario,
  watchSeconds: Math.min(150, scenario.watchSeconds),
  aftermathSeconds: 10,
  resolveSeconds: 0,
}));
