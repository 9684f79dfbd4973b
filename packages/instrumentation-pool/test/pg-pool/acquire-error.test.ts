import t from "tap";
import { failedOutcome } from "../../src/pg-pool/acquire-error.ts";

t.test("both of pg-pool's own timeouts are the outcome timeout", (t) => {
  t.equal(failedOutcome(new Error("timeout exceeded when trying to connect")), "timeout");
  t.equal(failedOutcome(new Error("Connection terminated due to connection timeout")), "timeout");
  t.end();
});

t.test("every other answer without a connection is the outcome failed", (t) => {
  for (const error of [
    new Error("connect ECONNREFUSED 127.0.0.1:1"),
    new Error("Cannot use a pool after calling end on the pool"),
    "timeout exceeded when trying to connect",
    { message: "timeout exceeded when trying to connect" },
    null,
  ])
    t.equal(failedOutcome(error), "failed");
  t.end();
});
