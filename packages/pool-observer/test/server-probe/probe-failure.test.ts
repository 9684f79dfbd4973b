import t from "tap";
import { failureCode, ProbeFailure } from "../../src/server-probe/probe-failure.ts";

t.test("of an error only its code is told", (t) => {
  const error = Object.assign(new Error('password authentication failed for user "app"'), {
    code: "28P01",
  });
  t.equal(failureCode(error), "28P01");
  t.equal(failureCode(new ProbeFailure("TIMEOUT")), "TIMEOUT");
  t.equal(failureCode(new Error("secret")), "no code");
  t.equal(failureCode({ code: "postgres://app:secret@db" }), "no code");
  t.equal(failureCode(undefined), "no code");
  t.end();
});
