import { alertAnnotations, instanceAnnotations } from "./annotations.ts";
import type { Board } from "./board.ts";
import { POOLS_OF_SERVICE, SERVICE } from "./promql.ts";
import { NOW } from "./queries/now.ts";
import { SINCE } from "./queries/since.ts";
import { WHICH } from "./queries/which.ts";
import { queriesVariables } from "./variables.ts";

/** The queries of one service. */
export const QUERIES_BOARD: Board = {
  key: "queries",
  title: "Plimsoll / Queries",
  description: "The queries of one service: which one takes the time, fails, or became slower.",
  tags: ["postgresql", "queries"],
  from: "now-1h",
  rows: [NOW, WHICH, SINCE],
  variables: queriesVariables,
  annotations: () => [...alertAnnotations(SERVICE), ...instanceAnnotations(POOLS_OF_SERVICE)],
  emptyVariables: { environment: "the app states no environment" },
};
