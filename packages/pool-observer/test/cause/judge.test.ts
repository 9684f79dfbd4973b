import t from "tap";
import { judge } from "../../src/cause/judge.ts";
import type { PoolMoment, PoolTotals } from "../../src/cause/pool-totals.ts";

/** 30 s of a pool of 10 whose queue is long: 100 requests per second that hold 0.1 s each, nearly all of it in a query. */
const WINDOW: PoolTotals = {
  at: 30,
  started: 3000,
  granted: 2900,
  timeouts: 0,
  usedSeconds: 300,
  queryingSeconds: 290,
  saturatedSeconds: 29,
  pendingSeconds: 1500,
  waitingSeconds: 29,
  nestedSeconds: 0,
  onIdleSeconds: 0.1,
  grantedWaitSeconds: 1400,
  queries: 2900,
  holds: 2900,
  heldSeconds: 290,
  parkedSeconds: 10,
  connectsSucceeded: 0,
  connectsFailed: 0,
  lateSeconds: 0.03,
  timers: 30,
  busySeconds: 9,
};

const MOMENT: PoolMoment = {
  limit: 10,
  pending: 50,
  oldestWaiterSeconds: 0.6,
  connecting: 0,
  oldestConnectSeconds: 0,
  suspectSeconds: [],
  leakAfterSeconds: 30,
  lockWaits: undefined,
  querying: 10,
};

const USUAL = { requestRate: 95, holdSeconds: 0.1, queryingSeconds: 0.095 };

const CASES: readonly {
  name: string;
  cause: string | undefined;
  window?: Partial<PoolTotals>;
  moment?: Partial<PoolMoment>;
  usual?: typeof USUAL | null;
}[] = [
  { name: "usual demand and holds that use up the limit", cause: "undersized" },
  {
    name: "the same of a pool that is too young to have a usual",
    cause: "undersized",
    usual: null,
  },
  {
    name: "half more requests than usual",
    cause: "demand",
    usual: { ...USUAL, requestRate: 66 },
  },
  {
    name: "queries twice as long as usual",
    cause: "slow_query",
    usual: { ...USUAL, holdSeconds: 0.05, queryingSeconds: 0.045 },
  },
  {
    name: "queries twice as long as usual with 2.2 times the requests",
    cause: "demand",
    usual: { requestRate: 45, holdSeconds: 0.05, queryingSeconds: 0.05 },
  },
  {
    name: "queries twice as long as usual with 1.9 times the requests",
    cause: "slow_query",
    usual: { requestRate: 53, holdSeconds: 0.05, queryingSeconds: 0.05 },
  },
  {
    name: "queries twice as long as usual that the server says wait for locks",
    cause: "lock_wait",
    usual: { ...USUAL, holdSeconds: 0.05, queryingSeconds: 0.045 },
    moment: { lockWaits: { count: 6, blocker: undefined } },
  },
  {
    name: "one query of ten that waits for a lock",
    cause: "undersized",
    moment: { lockWaits: { count: 1, blocker: undefined } },
  },
  {
    name: "queries of two seconds of a pool too young to have a usual",
    cause: "slow_query",
    usual: null,
    window: { queries: 140, holds: 140, granted: 140, heldSeconds: 290 },
  },
  {
    name: "holds that grew by time without a query",
    cause: "held_idle",
    usual: { ...USUAL, holdSeconds: 0.05, queryingSeconds: 0.045 },
    window: { queryingSeconds: 130, parkedSeconds: 160 },
  },
  {
    name: "holds of a young pool that are mostly without a query",
    cause: "held_idle",
    usual: null,
    window: { queryingSeconds: 50, holds: 1000, heldSeconds: 290, parkedSeconds: 240 },
  },
  {
    name: "three connections that nobody gave back",
    cause: "leak",
    moment: { suspectSeconds: [90, 60, 31], querying: 7 },
  },
  {
    name: "two of ten that nobody gave back, with more requests than usual",
    cause: "demand",
    usual: { ...USUAL, requestRate: 66 },
    moment: { suspectSeconds: [90, 31], querying: 8 },
  },
  {
    name: "holders that come back after as long a pause as a leak",
    cause: "held_idle",
    usual: null,
    window: { queryingSeconds: 5, holds: 8, granted: 8, heldSeconds: 330, parkedSeconds: 325 },
    moment: { suspectSeconds: [35, 33, 32], querying: 0 },
  },
  {
    name: "holders that wait for the pool that they hold",
    cause: "nested_acquire",
    window: { nestedSeconds: 280, queryingSeconds: 5, holds: 0, granted: 0, heldSeconds: 0 },
    moment: { suspectSeconds: Array.from({ length: 10 }, () => 31), oldestWaiterSeconds: 31 },
  },
  {
    name: "connects that fail",
    cause: "connect_failure",
    window: { connectsFailed: 12, usedSeconds: 0, queryingSeconds: 0, waitingSeconds: 0 },
    moment: { pending: 0, oldestWaiterSeconds: 0 },
  },
  {
    name: "some connects that fail where most succeed",
    cause: "undersized",
    window: { connectsFailed: 1, connectsSucceeded: 10 },
  },
  {
    name: "connects that hang",
    cause: "connect_failure",
    window: { usedSeconds: 0, queryingSeconds: 0, holds: 0, saturatedSeconds: 0 },
    moment: { connecting: 5, oldestConnectSeconds: 4, oldestWaiterSeconds: 4 },
  },
  {
    name: "requests that waited although a connection was idle",
    cause: "event_loop",
    window: { onIdleSeconds: 900, grantedWaitSeconds: 1000, saturatedSeconds: 1 },
  },
  {
    name: "timers that are as late as queries are long",
    cause: "event_loop",
    window: { lateSeconds: 3 },
  },
  {
    name: "a loop that always works, and is late",
    cause: "event_loop",
    window: { lateSeconds: 0.9, busySeconds: 25 },
  },
  {
    name: "a loop that always works, and is on time",
    cause: "undersized",
    window: { lateSeconds: 0.3, busySeconds: 25 },
  },
  {
    name: "a loop that has no time left, though its timer is on time",
    cause: "event_loop",
    window: { lateSeconds: 0.3, busySeconds: 27.5 },
  },
  {
    name: "the same in the first seconds of an app",
    cause: undefined,
    usual: null,
    window: { at: 3, lateSeconds: 0, timers: 3, busySeconds: 2.9 },
  },
  {
    name: "short holds of a young pool, half of them without a query",
    cause: "undersized",
    usual: null,
    window: { queryingSeconds: 130, heldSeconds: 26, parkedSeconds: 14 },
  },
  {
    name: "a pool that is used up by connections held for less than the threshold",
    cause: undefined,
    usual: null,
    window: { holds: 0, heldSeconds: 0, granted: 0, parkedSeconds: 0, queryingSeconds: 1 },
    moment: { oldestWaiterSeconds: 12, querying: 0 },
  },
  {
    name: "the first seconds of a pool that is used up from the start",
    cause: undefined,
    usual: null,
    window: { at: 8, saturatedSeconds: 8, waitingSeconds: 8, busySeconds: 2 },
  },
  {
    name: "waits of a millisecond, however many",
    cause: undefined,
    window: { pendingSeconds: 3, waitingSeconds: 12 },
    moment: { oldestWaiterSeconds: 0.01 },
  },
  {
    name: "long waits in a fiftieth of the time",
    cause: undefined,
    window: { waitingSeconds: 0.6, pendingSeconds: 600 },
  },
  {
    name: "one timeout, though nobody waits any more",
    cause: "undersized",
    window: { timeouts: 1, waitingSeconds: 0, pendingSeconds: 0 },
    moment: { pending: 0, oldestWaiterSeconds: 0 },
  },
];

for (const { name, cause, window, moment, usual } of CASES)
  t.test(`${name}: ${cause ?? "no cause"}`, (t) => {
    const verdict = judge(
      { ...WINDOW, ...window },
      { ...MOMENT, ...moment },
      usual === null ? undefined : (usual ?? USUAL),
    );
    t.equal(verdict?.cause, cause, verdict?.evidence ?? "no verdict");
    if (verdict !== undefined) t.match(verdict.evidence, /\d/, "evidence has numbers");
    t.end();
  });

t.test("the evidence of a lock names the session that most wait for", (t) => {
  const blocker = {
    pid: 4711,
    blocks: 5,
    application: "batch",
    state: "idle in transaction",
    transactionSeconds: 31.4,
  };
  const slow = { ...USUAL, holdSeconds: 0.05, queryingSeconds: 0.045 };
  const evidence = (of: typeof blocker | undefined) =>
    judge(WINDOW, { ...MOMENT, lockWaits: { count: 6, blocker: of } }, slow)?.evidence;
  t.equal(evidence(undefined), "6 of 10 running queries wait for a lock");
  t.match(
    evidence(blocker),
    /, most of them for backend 4711 \(batch, idle in transaction for 31 s\)$/,
  );
  t.match(evidence({ ...blocker, pid: 0 }), /for a prepared transaction$/);
  t.end();
});
