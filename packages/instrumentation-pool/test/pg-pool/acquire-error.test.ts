import t from "tap";
import { errorCode, failedOutcome } from "../../src/pg-pool/acquire-error.ts";

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

t.test("the type of a failed connect is its SQLSTATE or its errno", (t) => {
  t.equal(errorCode(Object.assign(new Error("no such database"), { code: "3D000" })), "3D000");
  t.equal(errorCode(Object.assign(new Error("refused"), { code: "ECONNREFUSED" })), "ECONNREFUSED");
  t.end();
});

t.test("a code that is not a code of PostgreSQL or Node gives no error type", (t) => {
  for (const error of [
    new Error("without a code"),
    { code: 42 },
    { code: "" },
    { code: "user plimsoll" },
    { code: "X".repeat(41) },
    null,
    undefined,
    "ECONNREFUSED",
  ])
    t.equal(errorCode(error), undefined);
  t.end();
});
