import { alertAnnotations, instanceAnnotations } from "./annotations.ts";
import type { Board } from "./board.ts";
import { CONNECTIONS } from "./pool/connections.ts";
import { INSTANCES } from "./pool/instances.ts";
import { POOL_ROW } from "./pool/pool.ts";
import { VERDICT } from "./pool/verdict.ts";
import { WHO } from "./pool/who.ts";
import { WHY } from "./pool/why.ts";
import { POOL, SERVICE } from "./promql.ts";
import { poolVariables } from "./variables.ts";

/** One pool of one service. Alerts link to it. */
export const POOL_BOARD: Board = {
  key: "pool",
  title: "Plimsoll / Pool",
  description:
    "One connection pool: are users hurt, is the pool short, why, who holds it, what next.",
  tags: ["postgresql", "connection-pool"],
  from: "now-30m",
  rows: [VERDICT, POOL_ROW, WHY, WHO, CONNECTIONS, INSTANCES],
  variables: poolVariables,
  annotations: () => [...alertAnnotations(SERVICE), ...instanceAnnotations(POOL)],
  emptyVariables: { environment: "the app states no environment" },
};
