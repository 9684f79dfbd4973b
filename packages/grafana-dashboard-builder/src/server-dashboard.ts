import { alertAnnotations } from "./annotations.ts";
import type { Board } from "./board.ts";
import { BUDGET } from "./server/budget.ts";
import { HOLDUPS } from "./server/holdups.ts";
import { NOW } from "./server/now.ts";
import { serverVariables } from "./variables.ts";

/** The servers of one environment, as the opt-in probe sees them. */
export const SERVER_BOARD: Board = {
  key: "server",
  title: "Plimsoll / Server",
  description:
    "PostgreSQL itself: who holds max_connections, and what holds everybody up. Needs the server probe (PLIMSOLL_SERVER_PROBE=true).",
  tags: ["postgresql"],
  from: "now-1h",
  rows: [NOW, BUDGET, HOLDUPS],
  variables: serverVariables,
  annotations: () => alertAnnotations('environment="$environment"'),
  emptyVariables: { environment: "no app states an environment" },
};
