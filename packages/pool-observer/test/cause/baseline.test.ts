import t from "tap";
import { Baseline } from "../../src/cause/baseline.ts";
import type { PoolTotals } from "../../src/cause/pool-totals.ts";

function stretch(requestRate: number, holdSeconds: number, waitSeconds = 0): PoolTotals {
  const started = requestRate * 5;
  return {
    at: 5,
    started,
    granted: started,
    usedSeconds: started * holdSeconds,
    queryingSeconds: started * holdSeconds * 0.5,
    pendingSeconds: started * waitSeconds,
  } as PoolTotals;
}

t.test("a pool has no usual before it was calm for a minute", (t) => {
  const baseline = new Baseline();
  for (let i = 0; i < 11; i += 1) baseline.learn(stretch(20, 0.1));
  t.equal(baseline.usual, undefined);
  baseline.learn(stretch(20, 0.1));
  t.same(round(baseline.usual), { requestRate: 20, holdSeconds: 0.1, queryingSeconds: 0.05 });
  t.end();
});

t.test("a stretch in which requests wait is not usual", (t) => {
  const baseline = new Baseline();
  for (let i = 0; i < 12; i += 1) baseline.learn(stretch(20, 0.1));
  for (let i = 0; i < 100; i += 1) baseline.learn(stretch(200, 3, 0.5));
  t.same(round(baseline.usual), { requestRate: 20, holdSeconds: 0.1, queryingSeconds: 0.05 });
  t.end();
});

t.test("what is usual moves within an hour, not within a minute", (t) => {
  const baseline = new Baseline();
  for (let i = 0; i < 1000; i += 1) baseline.learn(stretch(20, 0.1));
  for (let i = 0; i < 12; i += 1) baseline.learn(stretch(40, 0.1));
  t.ok((baseline.usual?.requestRate ?? 0) < 23);
  for (let i = 0; i < 720; i += 1) baseline.learn(stretch(40, 0.1));
  t.ok((baseline.usual?.requestRate ?? 0) > 39);
  t.end();
});

t.test("an idle pool has no usual", (t) => {
  const baseline = new Baseline();
  for (let i = 0; i < 100; i += 1) baseline.learn(stretch(0, 0));
  t.equal(baseline.usual, undefined);
  t.end();
});

function round(usual: object | undefined): object {
  return Object.fromEntries(
    Object.entries(usual ?? {}).map(([key, value]) => [key, Math.round(value * 1e6) / 1e6]),
  );
}
