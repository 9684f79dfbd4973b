import t from "tap";
import { triggerRetries } from "../../src/scenarios/trigger-retries.ts";
import { fakeStack } from "../fake-stack.ts";

const NEVER = new AbortController().signal;

t.test("the trigger goes by itself, and its end stops only the clients that retry", async (t) => {
  const { stack, calls, told } = fakeStack();
  await stack.addLoad({ rate: 15, seconds: 600 });
  await stack.addLoad({ script: "retries", rate: 25, seconds: 600 });
  const end = await triggerRetries(0.001)(stack, NEVER);
  await told("faults {}");
  t.same(calls.slice(2), ['faults {"databaseMs":1000}', "faults {}"]);
  await end();
  t.same(calls.slice(4), ["faults {}", "stop k6 (retries)"]);
});

t.test("an end within the trigger takes that away too", async (t) => {
  const { stack, calls } = fakeStack();
  const end = await triggerRetries(600)(stack, NEVER);
  await end();
  t.same(calls, ['faults {"databaseMs":1000}', "faults {}"]);
});
