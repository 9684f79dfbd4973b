import type { Test } from "tap";
import { lockTable } from "../../../src/fault/lock-table.ts";
import { calmsDown, seesTrouble } from "../calm.ts";
import type { DrillStack } from "../drill-stack.ts";
import { route, value } from "../evidence.ts";
import { queryRows } from "../run-step.ts";
import { type DrilledRunbook, tryRunbook } from "../try-runbook.ts";

/** A migration that keeps its lock: PlimsollPoolLockQueue, and PlimsollPoolStalled for who has no server probe. */
export async function drillLockContention(t: Test, stack: DrillStack): Promise<void> {
  const databaseUrl = await stack.createDatabase("lock_contention");
  const money = await stack.startMoney({
    service: "money-lock",
    databaseUrl,
    env: { MONEY_POOL_MAX: "4", PLIMSOLL_SERVER_PROBE: "true" },
  });
  const load = money.reads(5);
  t.teardown(() => load.stop());
  const lock = await lockTable(databaseUrl, "accounts");
  t.teardown(() => lock.stop());

  const queue = tryRunbook(t, stack, money, "PlimsollPoolLockQueue");
  const stalled = tryRunbook(t, stack, money, "PlimsollPoolStalled");
  await diagnose(queue, stalled, lock.pid);
  await seesTrouble(t, stack, money);
  await queue.mitigates([
    async (run) => {
      await run({ PID: String(lock.pid) });
      const [held] = await queryRows(
        databaseUrl,
        `select state from pg_stat_activity where pid = ${lock.pid}`,
      );
      t.equal(held?.["state"], "idle in transaction", "cancelling does not end an idle holder");
    },
    async (run) => {
      await run({ PID: String(lock.pid) });
      await calmsDown(t, stack, money, "the holder's session was ended");
    },
    "a change of the migration",
  ]);
  await stalled.mitigates([
    "the database's own runbook",
    "tried with PlimsollPoolLockQueue",
    "tried with PlimsollPoolHeldByApplication and PlimsollPoolLeak",
  ]);
}

async function diagnose(
  queue: DrilledRunbook,
  stalled: DrilledRunbook,
  holder: number,
): Promise<void> {
  await Promise.all([
    queue.diagnoses([
      value((seconds) => seconds > 3),
      value((share) => share > 0.1),
      ([first, ...others]) =>
        first?.["pid"] === holder &&
        first["application_name"] === "migration" &&
        first["state"] === "idle in transaction" &&
        Number(first["waiters"]) >= 4 &&
        others.length === 0,
    ]),
    stalled.diagnoses([
      value((used) => used > 0.9),
      value((share) => share > 0.9),
      (rows) => rows.some((row) => row["of"] === "query" && row["value"] > 3),
      route("/accounts/:id"),
      (rows) => rows.some((row) => row["wait_event_type"] === "Lock"),
    ]),
  ]);
}
