import { binary, type Expression } from "../promql.ts";
import { recorded } from "../recorded.ts";
import type { AlertDefinition } from "./alert.ts";
import { LOAD, ownValue, THE_POOL } from "./annotation-text.ts";

/** The next holder works inside of somebody else's transaction: lost writes, held locks. */
export const poolOpenTransaction: AlertDefinition = {
  name: "PlimsollPoolOpenTransaction",
  severity: "ticket",
  role: "cause",
  cause: "open_transaction",
  summary: "Connections are given back while in a transaction",
  expression: condition,
  lead: {
    persistsSeconds: () => 0,
    example: "a path forgets its COMMIT: the next holder's writes may be lost at once",
    harmAfterSeconds: null,
  },
  description: `${THE_POOL} got ${ownValue("humanize")} connections back in the last five minutes that were in a transaction. What the next holder writes may be rolled back, and locks stay.`,
  evidence: LOAD,
  doFirst: `Find the path that releases without COMMIT or ROLLBACK, mostly one that throws in between; a snapshot on /debug/pools names holders by route.`,
  doNot:
    "Do not rely on idle_in_transaction_session_timeout: the connection is not idle for long, it is reused.",
};

function condition(): Expression {
  return binary(recorded("openTransactions"), ">", 0);
}
