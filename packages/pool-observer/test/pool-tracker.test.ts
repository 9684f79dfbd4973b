import { OUTCOMES } from "@plimsoll/catalog";
import t from "tap";
import type { PoolReading } from "../src/index.ts";
import { fakePool, hold } from "./fake-pool.ts";
import { inRequest } from "./request-context.ts";

function finished(reading: PoolReading): number {
  return OUTCOMES.reduce((sum, outcome) => sum + reading.outcomes[outcome], 0);
}

t.test("a request counts before it waits, and ends in exactly one outcome", (t) => {
  const { tracker } = fakePool();
  const requests = Array.from({ length: 5 }, () => tracker.requestStarted("queued"));
  t.equal(tracker.read().requestsStarted, 5);
  t.equal(tracker.read().pendingRequests, 5);
  tracker.requestFailed(requests[0]!, "timeout");
  tracker.requestFailed(requests[0]!, "failed");
  tracker.requestFailed(requests[1]!, "failed");
  const reading = tracker.read();
  t.equal(reading.outcomes.timeout, 1);
  t.equal(reading.outcomes.failed, 1);
  t.equal(reading.requestsStarted, finished(reading) + reading.pendingRequests);
  t.end();
});

t.test("a stalled pool shows its waiters, their age and their time", (t) => {
  const { tracker, wait } = fakePool();
  for (let i = 0; i < 50; i += 1) tracker.requestStarted("queued");
  wait(7);
  const reading = tracker.read();
  t.equal(reading.pendingRequests, 50);
  t.equal(reading.oldestSeconds.waiter, 7);
  t.equal(reading.pendingSeconds, 350);
  t.equal(reading.pressureSeconds.waiting, 7);
  t.end();
});

t.test("requests that queued before the tracker came are pending too", (t) => {
  const pool = fakePool();
  pool.counts = { total: 2, idle: 0, connecting: 0, queued: 4, isEnded: false };
  t.equal(pool.tracker.read().pendingRequests, 4);
  t.end();
});

t.test("held time includes connections that are still held", (t) => {
  const { tracker, wait } = fakePool();
  const first = hold(tracker);
  wait(2);
  hold(tracker);
  wait(3);
  tracker.released(first);
  wait(5);
  const reading = tracker.read();
  t.equal(reading.usedSeconds, 5 + 8);
  t.equal(reading.oldestSeconds.holder, 8);
  t.equal(reading.pressureSeconds.saturated, 3, "both of the limit were held for 3 s");
  t.end();
});

t.test("a second release of the same hold changes nothing", (t) => {
  const { tracker, wait } = fakePool();
  const connection = hold(tracker);
  wait(1);
  tracker.released(connection);
  wait(1);
  tracker.released(connection);
  t.equal(tracker.read().usedSeconds, 1);
  t.end();
});

t.test("only the time with a query in flight counts as querying", (t) => {
  const { tracker, wait } = fakePool();
  const connection = hold(tracker);
  wait(1);
  tracker.queryStarted(connection);
  wait(2);
  t.equal(tracker.read().oldestSeconds.query, 2);
  tracker.queryEnded(connection);
  wait(4);
  const reading = tracker.read();
  t.equal(reading.queryingSeconds, 2);
  t.equal(reading.oldestSeconds.parked, 4);
  t.equal(reading.oldestSeconds.query, 0);
  t.end();
});

t.test("a hold that ends inside a query ends its querying time", (t) => {
  const { tracker, wait } = fakePool();
  const connection = hold(tracker);
  tracker.queryStarted(connection);
  wait(2);
  tracker.released(connection);
  wait(3);
  tracker.queryEnded(connection);
  t.equal(tracker.read().queryingSeconds, 2);
  t.end();
});

t.test(
  "a connection parked for longer than the threshold is a leak suspect until released",
  (t) => {
    const { tracker, wait } = fakePool({ leakAfterSeconds: 30 });
    const connection = hold(tracker);
    wait(30);
    t.equal(tracker.read().leakSuspects.get("none"), 0, "not yet at the threshold");
    wait(1);
    t.equal(tracker.read().leakSuspects.get("none"), 1);
    tracker.released(connection);
    t.equal(tracker.read().leakSuspects.get("none"), 0);
    t.end();
  },
);

t.test("neither a long query nor a LISTEN holder is a leak suspect", (t) => {
  const { tracker, wait } = fakePool();
  tracker.queryStarted(hold(tracker));
  hold(tracker).isListening = true;
  wait(3600);
  t.equal(tracker.read().leakSuspects.get("none"), 0);
  t.equal(tracker.read().oldestSeconds.parked, 0);
  t.end();
});

t.test("route seconds never fall, though a hold still runs and its route is learnt late", (t) => {
  const { tracker, wait } = fakePool();
  const source: { route?: string } = {};
  const connection = inRequest(source, () => hold(tracker));
  wait(2);
  const before = [...tracker.read().routeSeconds.entries()].map(([r, s]) => [r, s.hold]);
  source.route = "/transfers";
  wait(3);
  tracker.released(connection);
  const after = new Map([...tracker.read().routeSeconds.entries()].map(([r, s]) => [r, s.hold]));
  t.same(before, [["none", 2]]);
  t.equal(after.get("none"), 2);
  t.equal(after.get("/transfers"), 3);
  t.end();
});

t.test("requests that wait when the pool has ended are abandoned", (t) => {
  const pool = fakePool();
  pool.tracker.requestStarted("queued");
  pool.counts = { total: 0, idle: 0, connecting: 0, queued: 1, isEnded: true };
  const reading = pool.tracker.read();
  t.equal(reading.outcomes.abandoned, 1);
  t.equal(reading.pendingRequests, 0);
  t.end();
});

t.test("connect failures are counted by type, known ones from 0", (t) => {
  const { tracker } = fakePool();
  t.equal(tracker.read().connectFailures.get("53300"), 0);
  tracker.connectFailed(tracker.connectStarted(), "53300");
  tracker.connectFailed(tracker.connectStarted(), undefined);
  t.equal(tracker.read().connectFailures.get("53300"), 1);
  t.equal(tracker.read().connectFailures.get("_OTHER"), 1);
  t.end();
});

t.test("error types beyond the bound are counted together", (t) => {
  const { tracker } = fakePool();
  for (let i = 0; i < 100; i += 1) tracker.connectFailed(tracker.connectStarted(), `E${i}`);
  const failures = tracker.read().connectFailures;
  t.ok(failures.size <= 51, `${failures.size} types`);
  t.equal(
    [...failures.values()].reduce((a, b) => a + b, 0),
    100,
  );
  t.end();
});

t.test("dropped connections count as closing until their socket is closed", (t) => {
  const { tracker } = fakePool();
  tracker.closeStarted("idle");
  t.equal(tracker.read().connections.closing, 1);
  t.equal(tracker.read().connectionsClosed.idle, 1);
  tracker.closeEnded();
  t.equal(tracker.read().connections.closing, 0);
  t.end();
});
