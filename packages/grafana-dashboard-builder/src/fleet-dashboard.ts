import { alertAnnotations, instanceAnnotations } from "./annotations.ts";
import type { Board } from "./board.ts";
import { NOW } from "./fleet/now.ts";
import { SINCE } from "./fleet/since.ts";
import { TRENDS } from "./fleet/trends.ts";
import { WHICH } from "./fleet/which.ts";
import { POOLS, SERVICES } from "./promql.ts";
import { fleetVariables } from "./variables.ts";

/** Every pool of every service: the one to begin with. */
export const FLEET_BOARD: Board = {
  key: "fleet",
  title: "Plimsoll / Fleet",
  description: "All services and pools: are users hurt, and which pool is short first.",
  tags: ["postgresql", "connection-pool"],
  from: "now-1h",
  rows: [NOW, WHICH, SINCE, TRENDS],
  variables: fleetVariables,
  annotations: () => [...alertAnnotations(SERVICES), ...instanceAnnotations(POOLS)],
  emptyVariables: { environment: "no app states an environment" },
};
