import t from "tap";
import {
  judgeReadiness,
  type PoolState,
  type ReadinessEvidence,
} from "../../src/readiness/judge-readiness.ts";

const CALM: PoolState = {
  name: "orders",
  used: 1,
  idle: 1,
  pending: 0,
  max: 10,
  failuresSinceAlive: 0,
  silentSeconds: 0,
  hasServed: true,
  stalledSeconds: 0,
  lastError: undefined,
};
const DOWN: PoolState = {
  ...CALM,
  used: 0,
  idle: 0,
  failuresSinceAlive: 2,
  silentSeconds: 3,
  hasServed: false,
  lastError: "ECONNREFUSED",
};
const UNUSED: PoolState = { ...CALM, used: 0, idle: 0, silentSeconds: Infinity, hasServed: false };

function judge(evidence: Partial<ReadinessEvidence>) {
  return judgeReadiness({
    isShuttingDown: false,
    isStarted: true,
    pools: [CALM],
    requiredPools: [],
    probe: undefined,
    probeFailures: 3,
    notReadyAfterStalledSeconds: Infinity,
    ...evidence,
  });
}

const probe = (failures: number, lastError?: string) => ({
  hasSucceeded: true,
  failures,
  lastError,
});

t.test("a calm pool, an unused one and none at all are ready", async (t) => {
  for (const pools of [[CALM], [UNUSED], []])
    t.match(judge({ pools }), { isReady: true, status: "ready" });
});

t.test("busy is not broken: a pool with waiters is ready", async (t) => {
  const pools = [CALM, { ...CALM, used: 10, idle: 0, pending: 37 }];
  t.strictSame(judge({ pools }), {
    isReady: true,
    status: "busy",
    reason: "37 requests wait for a connection (used=10, idle=0, limit=10).",
  });
  t.match(judge({ pools: [{ ...CALM, used: 10, idle: 0 }] }), { isReady: true, status: "busy" });
});

t.test("two connects that failed with no sign of life for 3 s are not ready", async (t) => {
  t.strictSame(judge({ pools: [DOWN] }), {
    isReady: false,
    status: "unreachable",
    reason: "2 connects failed and none succeeded, the last with ECONNREFUSED.",
  });
  t.match(judge({ pools: [{ ...DOWN, failuresSinceAlive: 1 }] }), { isReady: true });
  t.match(judge({ pools: [{ ...DOWN, silentSeconds: 2.9 }] }), { isReady: true });
});

t.test("one pool that works keeps the app ready, unless the other one is required", async (t) => {
  const pools = [CALM, { ...DOWN, name: "reports" }];
  t.match(judge({ pools }), { isReady: true });
  t.match(judge({ pools, requiredPools: ["orders"] }), { isReady: true });
  t.match(judge({ pools, requiredPools: ["reports"] }), { status: "unreachable" });
  t.match(judge({ pools: [UNUSED, DOWN] }), { status: "unreachable" }, "nothing speaks for it");
});

t.test("a probe that failed three times is not ready, unless a pool works", async (t) => {
  const pools = [UNUSED];
  t.match(judge({ pools, probe: probe(2, "timeout") }), { isReady: true });
  t.strictSame(judge({ pools, probe: probe(3, "timeout") }), {
    isReady: false,
    status: "unreachable",
    reason: "The last 3 probes of the database failed, the last with timeout.",
  });
  t.match(judge({ pools: [CALM], probe: probe(9, "28P01") }), { isReady: true });
  const requiredPools = ["orders"];
  const others = [{ ...CALM, name: "reports" }];
  t.match(judge({ pools: others, requiredPools, probe: probe(3) }), { status: "unreachable" });
});

t.test("an app whose probe never reached the database is not ready", async (t) => {
  const never = { hasSucceeded: false, failures: 0, lastError: undefined };
  t.match(judge({ isStarted: false, probe: never }), { isReady: false, status: "starting" });
  t.match(judge({ isStarted: false, probe: { ...never, failures: 1, lastError: "3D000" } }), {
    reason: "The database has not been reached yet; the last probe failed with 3D000.",
  });
  t.match(judge({ isStarted: false }), { isReady: true }, "without a probe it is");
});

const stalled = (stalledSeconds: number): PoolState[] => [
  { ...CALM, used: 10, idle: 0, pending: 3, stalledSeconds },
];

t.test(
  "a stall is told after 10 s and stays ready, unless the option says otherwise",
  async (t) => {
    t.match(judge({ pools: stalled(9) }), { isReady: true, status: "busy" });
    t.strictSame(judge({ pools: stalled(61) }), {
      isReady: true,
      status: "stalled",
      reason:
        "3 requests wait for a connection (used=10, idle=0, limit=10), and none was granted for 61 s.",
    });
    const notReadyAfterStalledSeconds = 5;
    t.match(judge({ pools: stalled(4), notReadyAfterStalledSeconds }), { isReady: true });
    t.match(judge({ pools: stalled(5), notReadyAfterStalledSeconds }), {
      isReady: false,
      status: "stalled",
    });
  },
);

t.test("a full server is busy", async (t) => {
  t.match(judge({ probe: probe(0, "53300") }), { isReady: true, status: "busy" });
});

t.test("an app that shuts down is not ready, however well it works", async (t) => {
  t.match(judge({ isShuttingDown: true }), { isReady: false, status: "shutting_down" });
});
