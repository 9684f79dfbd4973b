import t from "tap";
import { fakePool, hold } from "../fake-pool.ts";

t.test("a verdict ends when the shortage is out of its window", (t) => {
  const { registry, tracker, wait } = fakePool({ max: 1, leakAfterSeconds: 5 });
  const leaked = hold(tracker);
  const tick = (seconds: number) => {
    for (let i = 0; i < seconds; i += 1) {
      wait(1);
      registry.tick();
    }
  };
  tick(10);
  t.equal(tracker.verdict(), undefined, "nobody waits");
  const request = tracker.requestStarted("queued");
  tick(2);
  t.equal(tracker.verdict()?.cause, "leak");
  t.equal(tracker.read().cause, "leak");
  t.equal(tracker.snapshot().cause, "leak");
  tracker.requestFailed(request, "timeout");
  tick(20);
  t.equal(tracker.verdict()?.cause, "leak", "it timed out less than half a minute ago");
  tracker.released(leaked);
  tick(40);
  t.equal(tracker.verdict(), undefined);
  t.end();
});

t.test("a server's answer on locks counts for 15 s", (t) => {
  const { registry, tracker, wait } = fakePool({ max: 1 });
  const held = hold(tracker);
  tracker.queryStarted(held);
  tracker.requestStarted("queued");
  for (let i = 0; i < 40; i += 1) {
    wait(1);
    registry.tick();
  }
  t.equal(tracker.verdict()?.cause, "slow_query");
  tracker.noteLockWaiters(1, []);
  t.equal(tracker.verdict()?.cause, "lock_wait");
  wait(16);
  t.equal(tracker.verdict()?.cause, "slow_query");
  t.end();
});
