import t from "tap";
import { describeFailure } from "../src/start-failure.ts";

t.test("each failure to start says what to do", (t) => {
  const missing = Object.assign(new Error("Cannot find module"), { code: "MODULE_NOT_FOUND" });
  t.match(describeFailure(missing), /leave @plimsoll\/node out of the app's bundle/);
  const old = new TypeError("Cannot read properties of undefined (reading 'getLogger')");
  t.match(describeFailure(old), /npm install @opentelemetry\/api@\^1\.10\.$/);
  t.match(describeFailure(new Error("other")), /Needs Node ≥ 22\.15\.$/);
  t.match(describeFailure("text"), /the app is not affected/);
  t.end();
});
