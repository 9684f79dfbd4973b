import t from "tap";
import { restoringFlow } from "../src/flow.ts";
import { HeldConnection, type PoolRequest, type PoolTracker } from "../src/index.ts";
import { fakePool, hold } from "./fake-pool.ts";
import { inRequest } from "./request-context.ts";

/** Asks as an app does that awaits its connection: what follows is in the request's flow. */
async function acquire(tracker: PoolTracker): Promise<HeldConnection> {
  const request = tracker.requestStarted("created");
  tracker.enterFlow(request);
  await Promise.resolve();
  const connection = new HeldConnection();
  tracker.requestGranted(request, connection);
  return connection;
}

function isNested(tracker: PoolTracker): boolean {
  const request: PoolRequest = tracker.requestStarted("queued");
  tracker.requestFailed(request, "failed");
  return request.isNested;
}

t.test("whoever awaits a function that acquired is nested while it holds", async (t) => {
  const { tracker } = fakePool();
  const connection = await acquire(tracker);
  t.equal(isNested(tracker), true);
  const inner = await acquire(tracker);
  tracker.released(inner);
  t.equal(isNested(tracker), true, "the outer one is still held");
  tracker.released(connection);
  t.equal(isNested(tracker), false);
  t.equal(tracker.read().nestedAcquires, 3);
});

t.test("the flow of an awaited connection is nested until it is released", async (t) => {
  const { tracker } = fakePool();
  const request = tracker.requestStarted("created");
  tracker.enterFlow(request);
  t.equal(isNested(tracker), false, "nothing is held yet");
  const connection = new HeldConnection();
  tracker.requestGranted(request, connection);
  t.equal(isNested(tracker), true);
  await new Promise((resolve) => setImmediate(resolve));
  t.equal(isNested(tracker), true, "after an await");
  t.equal(tracker.read().nestedAcquires, 2);
  tracker.released(connection);
  t.equal(isNested(tracker), false);
});

t.test("a held connection of another pool nests nothing", (t) => {
  const [one, other] = [fakePool(), fakePool()];
  const request = one.tracker.requestStarted("created");
  one.tracker.enterFlow(request);
  one.tracker.requestGranted(request, new HeldConnection());
  t.equal(isNested(other.tracker), false);
  const inner = other.tracker.requestStarted("created");
  other.tracker.enterFlow(inner);
  other.tracker.requestGranted(inner, new HeldConnection());
  t.equal(isNested(one.tracker), true, "also with a flow of the other pool between");
  t.end();
});

t.test("what runs beside a transaction whose query runs is not nested", async (t) => {
  const { tracker } = fakePool();
  const nested: boolean[] = [];
  const branch = async () => {
    const connection = await acquire(tracker);
    tracker.queryStarted(connection);
    await new Promise((resolve) => setImmediate(resolve));
    tracker.queryEnded(connection);
    tracker.released(connection);
  };
  const beside = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    nested.push(isNested(tracker));
  };
  await Promise.all([branch(), beside(), branch()]);
  t.same(nested, [false]);
  t.equal(tracker.read().nestedAcquires, 0);
});

t.test("a holder that listens, or holds for long, nests nothing", (t) => {
  const { tracker, wait } = fakePool({ leakAfterSeconds: 30 });
  const request = tracker.requestStarted("created");
  tracker.enterFlow(request);
  const connection = new HeldConnection();
  tracker.requestGranted(request, connection);
  connection.isListening = true;
  t.equal(isNested(tracker), false);
  connection.isListening = false;
  t.equal(isNested(tracker), true);
  wait(31);
  t.equal(isNested(tracker), false, "such as a lock that the leader takes at start");
  t.end();
});

t.test("an HTTP request that was accepted inside a holder's flow is not nested", (t) => {
  const { tracker } = fakePool();
  const request = tracker.requestStarted("created");
  tracker.enterFlow(request);
  tracker.requestGranted(request, new HeldConnection());
  inRequest({ route: "/a" }, () => t.equal(isNested(tracker), false));
  t.end();
});

t.test("whoever enters a flow for a callback leaves the caller outside of it", (t) => {
  const { tracker } = fakePool();
  let connection: HeldConnection | undefined;
  restoringFlow(() => {
    const request = tracker.requestStarted("created");
    tracker.enterFlow(request);
    connection = new HeldConnection();
    tracker.requestGranted(request, connection);
    t.equal(isNested(tracker), true);
  });
  t.equal(isNested(tracker), false);
  t.equal(connection?.isHeld, true);
  t.end();
});

t.test("a connection that was held outside of a flow nests nothing", (t) => {
  const { tracker } = fakePool();
  hold(tracker);
  t.equal(isNested(tracker), false);
  t.end();
});
