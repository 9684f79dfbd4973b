import t from "tap";
import { extraLoad } from "../../src/fault/extra-load.ts";
import { fakeStack } from "../fake-stack.ts";

const NEVER = new AbortController().signal;

t.test("more users come with the fault, outlast any run, and go with it", async (t) => {
  const { stack, calls } = fakeStack();
  const begin = extraLoad({ script: "surge", rate: 60, env: { RAMP: "300s" } });
  const end = await begin(stack, NEVER);
  t.same(calls, ['load surge {"rate":60,"env":{"RAMP":"300s"},"seconds":900}']);
  await end();
  t.same(calls.slice(1), ["stop k6 (surge)"]);
});
