import { alertAnnotations, instanceAnnotations } from "./annotations.ts";
import type { Board } from "./board.ts";
import { POOL_SIDE, USERS } from "./drill/both-sides.ts";
import { INCIDENT } from "./drill/incident.ts";
import { TIMELINE } from "./drill/timeline.ts";
import { POOL, SERVICE } from "./promql.ts";
import { drillVariables } from "./variables.ts";

/** A run of the drill: the load's view beside the pool's. */
export const DRILL_BOARD: Board = {
  key: "drill",
  title: "Plimsoll / Drill",
  description:
    "The incident timeline of a drill (npm run demo): did the page come before the first user-visible error? Needs k6's series by remote write.",
  tags: ["drill"],
  from: "now-30m",
  rows: [INCIDENT, TIMELINE, USERS, POOL_SIDE],
  variables: drillVariables,
  annotations: () => [...alertAnnotations(SERVICE), ...instanceAnnotations(POOL)],
  emptyVariables: { environment: "the app states no environment" },
};
