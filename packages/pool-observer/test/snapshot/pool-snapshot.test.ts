import { context, ROOT_CONTEXT, trace } from "@opentelemetry/api";
import t from "tap";
import { HeldConnection } from "../../src/index.ts";
import { fakePool, hold } from "../fake-pool.ts";
import { inRequest } from "../request-context.ts";

t.test("a snapshot says who holds, since when, and what the connection does", (t) => {
  const { tracker, wait } = fakePool({ max: 2, leakAfterSeconds: 30 });
  const spanContext = {
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "b7ad6b7169203331",
    traceFlags: 1,
  };
  const connection = new HeldConnection({
    backendPid: () => 4711,
    transactionStatus: () => "open",
    lastQueryText: () => "UPDATE accounts SET owner = 'secret' WHERE id = 5",
  });
  inRequest({ route: "/transfers" }, () =>
    context.with(trace.setSpanContext(context.active(), spanContext), () =>
      tracker.requestGranted(tracker.requestStarted("created"), connection),
    ),
  );
  wait(31);
  hold(tracker);
  wait(9);
  const snapshot = tracker.snapshot();
  t.match(snapshot, { limit: 2, pending: 0, cause: null, holdersLeftOut: 0 });
  t.match(snapshot.holders[0], {
    heldSeconds: 40,
    parkedSeconds: 40,
    isLeakSuspect: true,
    isListening: false,
    route: "/transfers",
    traceId: spanContext.traceId,
    query: "UPDATE accounts",
    backendPid: 4711,
    transaction: "open",
  });
  t.match(snapshot.holders[1], {
    heldSeconds: 9,
    isLeakSuspect: false,
    route: "none",
    traceId: null,
    query: null,
    backendPid: null,
    transaction: null,
  });
  t.notMatch(JSON.stringify(snapshot), /secret/);
  t.equal(context.active(), ROOT_CONTEXT);
  t.end();
});

t.test("call sites are known of requests that came while the pool was nearly used up", (t) => {
  const { tracker } = fakePool({ max: 3 });
  for (let i = 0; i < 3; i += 1) hold(tracker);
  function lateComer() {
    tracker.requestStarted("queued");
  }
  tracker.released(hold(tracker));
  lateComer();
  const sites = tracker.snapshot().holders.map((holder) => holder.callSite);
  t.same(sites.slice(0, 2), [null, null], "below 70 % none is captured");
  t.end();
});

t.test("a snapshot is bounded, and says what it leaves out", (t) => {
  const { tracker, wait } = fakePool({ max: 100 });
  for (let i = 0; i < 30; i += 1) hold(tracker);
  for (let i = 0; i < 30; i += 1) {
    const count = i === 7 ? 5 : 1;
    for (let n = 0; n < count; n += 1)
      inRequest({ route: `/r${i}` }, () => tracker.requestStarted("queued"));
  }
  wait(2);
  const { holders, holdersLeftOut, waiters, waitersLeftOut } = tracker.snapshot();
  t.equal(holders.length, 20);
  t.equal(holdersLeftOut, 10);
  t.equal(waiters.length, 20);
  t.equal(waitersLeftOut, 10);
  t.same(waiters[0], { route: "/r7", count: 5, nested: 0, oldestSeconds: 2 });
  t.end();
});

t.test("a pool that becomes short of connections is shown once, by the tick", (t) => {
  const { registry, tracker, wait } = fakePool({ max: 1 });
  const seen: number[] = [];
  const stop = registry.onShortage((snapshot, of) => {
    t.equal(of, tracker);
    seen.push(snapshot.pending);
  });
  hold(tracker);
  registry.tick();
  tracker.requestStarted("queued");
  registry.tick();
  t.same(seen, [], "a wait of no time is none");
  wait(1);
  registry.tick();
  wait(1);
  registry.tick();
  t.same(seen, [1]);
  t.equal(tracker.lastShortage?.pending, 1);
  stop();
  wait(100);
  registry.tick();
  t.same(seen, [1]);
  t.end();
});
