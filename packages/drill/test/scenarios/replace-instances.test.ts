import t from "tap";
import { replaceInstances } from "../../src/scenarios/replace-instances.ts";
import { fakeStack } from "../fake-stack.ts";

const NEVER = new AbortController().signal;

t.test("a deploy starts each new instance before it stops the old one", async (t) => {
  const { stack, calls, told } = fakeStack(2);
  const end = await replaceInstances({ MONEY_POOL_MAX: "6" }, 0.001)(stack, NEVER);
  await told("remove money-2");
  await end();
  t.same(calls, [
    'add money-3 {"MONEY_POOL_MAX":"6"}',
    "remove money-1",
    'add money-4 {"MONEY_POOL_MAX":"6"}',
    "remove money-2",
  ]);
});

t.test("a deploy that is ended replaces no further instance", async (t) => {
  const { stack, calls, told } = fakeStack(3);
  const end = await replaceInstances({}, 600)(stack, NEVER);
  await told("remove");
  await end();
  t.same(calls, ["add money-4 {}", "remove money-1"]);
});
