import t, { type Test } from "tap";
import { runOnStack, type RunListener } from "../../src/scenario/run-on-stack.ts";
import type { Begin, Scenario } from "../../src/scenario/scenario.ts";
import { createRunFolder } from "../../src/stack/run-folder.ts";
import { type Stack, startStack } from "../../src/stack/stack.ts";

/** Everything of a scenario, and short: nothing pages in so little time. */
const SHORT: Scenario = {
  name: "short",
  kind: "fault",
  onset: "instant",
  title: "the shortest run",
  plan: { customers: 100 },
  loads: [{ rate: 10 }],
  warmUpSeconds: 1,
  hasPast: false,
  watchSeconds: 3,
  aftermathSeconds: 0,
  resolveSeconds: 0,
  begin: null,
  expectedCauses: ["leak"],
  expectedRoute: null,
  expectedTicket: null,
};
const CONTROL = { ...SHORT, kind: "control", onset: null, expectedCauses: [] } as const;

interface Followed {
  readonly listener: RunListener;
  /** Phases and what the fault did, in order. */
  readonly order: string[];
  readonly begin: Begin;
}

/** Notes what happens when. */
function follow(): Followed {
  const order: string[] = [];
  return {
    order,
    listener: {
      onStatus: () => {},
      onPhase: (phase) => void order.push(phase),
    },
    begin: async () => {
      order.push("begin");
      return async () => void order.push("end");
    },
  };
}

async function start(t: Test): Promise<{ stack: Stack; signal: AbortSignal }> {
  const abort = new AbortController();
  const folder = createRunFolder(Date.now() / 1000, t.testdir());
  const stack = await startStack(folder, abort, SHORT.plan);
  t.teardown(() => stack.stop());
  return { stack, signal: abort.signal };
}

t.test("scenarios on a real stack", { timeout: 240_000 }, async (t) => {
  const { stack, signal } = await start(t);
  const isEnded = (): boolean => stack.loads.every(({ child }) => child.endedBy() !== undefined);

  await t.test("a control has no fault, and a past that was as its warm-up", async (t) => {
    const { listener, order, begin } = follow();
    // Until the rules have recorded something.
    const scenario = { ...CONTROL, warmUpSeconds: 20, hasPast: true, begin };
    const record = await runOnStack(scenario, stack, listener, signal);
    t.same(order, ["warm-up", "watch", "begin", "end", "collect"]);
    t.match(record.incident, { kind: "control", faultAt: null, healedAt: null, resolvedAt: null });
    t.ok(record.past && record.past.series.length > 10, `${record.past?.series.length} series`);
    t.ok((record.past?.to ?? 0) < record.loadStartedAt);
    t.ok(record.requests > 100, `${record.requests} requests`);
    t.ok(record.series.used[0]?.points.length, "the plots have their series");
    t.notMatch(Object.values(record.versions), ["unknown"]);
    t.ok(isEnded(), "the load has ended");
  });

  await t.test(
    "a fault is begun after the warm-up, ended, and watched until it is over",
    async (t) => {
      const { listener, order, begin } = follow();
      const loads = [
        { name: "again", rate: 5 },
        { script: "reports", name: "job", rate: 1 },
      ] as const;
      const scenario = { ...SHORT, loads, resolveSeconds: 1, begin };
      const startedAt = Date.now() / 1000;
      const { incident, past, loadStartedAt, loadEndedAt } = await runOnStack(
        scenario,
        stack,
        listener,
        signal,
      );
      t.same(order, ["warm-up", "fault", "begin", "end", "resolve", "collect"]);
      const { faultAt, healedAt, resolvedAt } = incident;
      t.ok(startedAt < loadStartedAt && loadStartedAt + 1 <= (faultAt ?? 0));
      t.ok((faultAt ?? 0) + 3 <= (healedAt ?? 0) && (healedAt ?? 0) + 1 <= loadEndedAt);
      t.same([resolvedAt, past], [null, null]);
      t.ok(isEnded(), "both loads have ended");
      t.same(
        stack.loads.map(({ name }) => name),
        ["money", "again", "job"],
      );
    },
  );

  await t.test("a fault that cannot begin ends the run with its error", async (t) => {
    const { listener } = follow();
    const begin = (): never => stack.gate() as never;
    const loads = [{ name: "third", rate: 5 }] as const;
    const scenario = { ...SHORT, loads, warmUpSeconds: 0, begin };
    await t.rejects(runOnStack(scenario, stack, listener, signal), {
      message: "The scenario's plan has no such part: set hasGate.",
    });
  });
  await t.test("a load whose name the stack has had ends the run before it starts", async (t) => {
    await t.rejects(runOnStack(SHORT, stack, follow().listener, signal), {
      message: 'The run has had a load "money": give this one another name.',
    });
  });
  t.notOk(signal.aborted, "no process died");
});
