import { once } from "node:events";
import t from "tap";
import { growingFault, inBackground, moneyFault } from "../../src/fault/money-fault.ts";
import { fakeStack } from "../fake-stack.ts";

const NEVER = new AbortController().signal;

/** Work that lasts until it is aborted. */
const untilAborted = async (signal: AbortSignal): Promise<void> => {
  await once(signal, "abort");
  signal.throwIfAborted();
};

t.test("a fault of Money is there when it has begun, and its end is Money as usual", async (t) => {
  const { stack, calls } = fakeStack();
  const end = await moneyFault({ leakEvery: 3 })(stack, NEVER);
  t.same(calls, ['faults {"leakEvery":3}']);
  await end();
  t.same(calls.slice(1), ["faults {}"]);
});

t.test("a fault that grows sets its start at once, and nothing more after its end", async (t) => {
  const { stack, calls, told } = fakeStack();
  const beside = { outsideCallMs: 7 };
  const fault = { setting: "databaseMs", from: 20, to: 1000, seconds: 600, beside } as const;
  const end = await growingFault(fault)(stack, NEVER);
  await told("faults");
  await end();
  t.same(calls, ['faults {"outsideCallMs":7,"databaseMs":20}', "faults {}"]);
});

t.test("a fault that grows stays at its end until it is ended", async (t) => {
  const { stack, calls, told } = fakeStack();
  const end = await growingFault({ setting: "databaseMs", from: 0, to: 9, seconds: 0 })(
    stack,
    NEVER,
  );
  await told("faults");
  t.same(calls, ['faults {"databaseMs":9}']);
  await end();
  t.same(calls.slice(1), ["faults {}"]);
});

t.test(
  "work in the background begins at once, and its end waits until it has stopped",
  async (t) => {
    const order: string[] = [];
    const begin = inBackground(
      async (_stack, signal) => {
        order.push("begun");
        await untilAborted(signal).catch(() => {});
        await new Promise(setImmediate);
        order.push("stopped");
      },
      async () => void order.push("put right"),
    );
    const end = await begin(fakeStack().stack, NEVER);
    t.same(order, ["begun"]);
    await end();
    t.same(order, ["begun", "stopped", "put right"]);
  },
);

t.test("a failure of the work is thrown at the end, after all was put right", async (t) => {
  let isRight = false;
  const begin = inBackground(
    () => Promise.reject(new Error("no such table")),
    async () => void (isRight = true),
  );
  const end = await begin(fakeStack().stack, NEVER);
  // The work fails before it is aborted.
  await new Promise(setImmediate);
  await t.rejects(end(), { message: "no such table" });
  t.equal(isRight, true);
});

t.test("work that the end of the run interrupts is no failure", async (t) => {
  const run = new AbortController();
  const begin = inBackground(
    (_stack, signal) => untilAborted(signal),
    async () => {},
  );
  const end = await begin(fakeStack().stack, run.signal);
  run.abort(new Error("interrupted"));
  await t.resolves(end());
});
