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
