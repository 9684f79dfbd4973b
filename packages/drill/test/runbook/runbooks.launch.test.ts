import { readdirSync } from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { REPOSITORY } from "../../src/stack/repository.ts";
import { drillConnectRefused } from "./drills/connect-refused.ts";
import { drillEventLoopBlock } from "./drills/event-loop-block.ts";
import { drillHeldIdle } from "./drills/held-idle.ts";
import { drillLeak } from "./drills/leak.ts";
import { drillLockContention } from "./drills/lock-contention.ts";
import { drillNestedAcquire } from "./drills/nested-acquire.ts";
import { drillOpenTransaction } from "./drills/open-transaction.ts";
import { drillReadOnly } from "./drills/read-only.ts";
import { drillServerConnections } from "./drills/server-connections.ts";
import { drillSlowQuery } from "./drills/slow-query.ts";
import { drillSurge } from "./drills/surge.ts";
import { drillTelemetryMissing } from "./drills/telemetry-missing.ts";
import { drillTickets } from "./drills/tickets.ts";
import { type DrillStack, startDrillStack } from "./drill-stack.ts";
import { triedRunbooks } from "./try-runbook.ts";

/** What the pools of the services that ask for growth usually did: 2 requests a second, 0.02 s each. */
const USUAL = { holdSeconds: 0.02, requestsPerSecond: 2 };
const PAST = new Map([
  ["money-held-idle", USUAL],
  ["money-slow", USUAL],
  // Its transfers usually call another service for 0.05 s.
  ["money-surge", { ...USUAL, holdSeconds: 0.08 }],
]);

const DRILLS: readonly [string, (t: Test, stack: DrillStack) => Promise<void>][] = [
  ["an instance that is down", drillTelemetryMissing],
  ["a leak", drillLeak],
  ["an outside call within a transaction", drillHeldIdle],
  ["a lock that is kept", drillLockContention],
  ["a second connection for each holder", drillNestedAcquire],
  ["a slow query", drillSlowQuery],
  ["a surge", drillSurge],
  ["a server that is down", drillConnectRefused],
  ["a server without connections left", drillServerConnections],
  ["a server that takes reads only", drillReadOnly],
  ["a blocked event loop", drillEventLoopBlock],
  ["a forgotten commit", drillOpenTransaction],
  ["a healthy pool", drillTickets],
];

t.test("every step of every runbook is tried on the fault that it is for", async (t) => {
  const stack = await startDrillStack(t.testdir(), PAST);
  t.teardown(() => stack.stop());
  // Each has services of its own and mostly waits: side by side they take as long as the longest.
  t.jobs = DRILLS.length;
  const drills = DRILLS.map(([fault, drill]) =>
    t.test(`the runbooks of ${fault}`, { buffered: true }, (t) => drill(t, stack)),
  );
  await Promise.all(drills);
  const runbooks = readdirSync(join(REPOSITORY, "alerts", "runbooks"));
  t.same(triedRunbooks(), runbooks.map((file) => file.replace(/\.md$/, "")).toSorted());
});
