import t from "tap";
import { missScrapes } from "../../src/scenarios/miss-scrapes.ts";
import { fakeStack } from "../fake-stack.ts";

const NEVER = new AbortController().signal;
const LOST = "targets of money-1, job money: ";
const FOUND = `${LOST}127.0.0.1:9001`;

t.test("Prometheus loses its target twice, and finds the same again", async (t) => {
  const { stack, calls, told } = fakeStack();
  const end = await missScrapes(0.001, 0.001)(stack, NEVER);
  await told(FOUND, 2);
  await end();
  t.same(calls.slice(0, 4), [LOST, FOUND, LOST, FOUND]);
});

t.test("a gap ends with the run", async (t) => {
  const { stack, calls, told } = fakeStack();
  const end = await missScrapes(600)(stack, NEVER);
  await told(LOST);
  await end();
  t.same(calls, [LOST, FOUND]);
});

t.test("a gap needs an instance", async (t) => {
  const end = await missScrapes()(fakeStack(0).stack, NEVER);
  await new Promise(setImmediate);
  await t.rejects(end(), { message: "scrape-gap: no instance" });
});
