import t from "tap";
import { errorCode } from "../../src/pg-client/error-code.ts";

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
