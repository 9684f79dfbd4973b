import type { Test } from "tap";
import { refuseWrites } from "../../../src/fault/refuse-writes.ts";
import type { DrillStack } from "../drill-stack.ts";
import { some, value } from "../evidence.ts";
import { tryRunbook } from "../try-runbook.ts";
import { until } from "../until.ts";

/** A server that takes reads only: PlimsollWritesOnReadOnly. */
export async function drillReadOnly(t: Test, stack: DrillStack): Promise<void> {
  const databaseUrl = await stack.createDatabase("read_only");
  const money = await stack.startMoney({ service: "money-read-only", databaseUrl });
  const stopFault = await refuseWrites(databaseUrl, stack.adminUrl);
  const load = money.transfers(4);
  t.teardown(() => load.stop());

  const refused = tryRunbook(t, stack, money, "PlimsollWritesOnReadOnly");
  await refused.diagnoses([
    value((bool) => bool === 1),
    some,
    ([server]) => server?.["is_standby"] === false && server["is_read_only"] === "on",
  ]);
  const booked = (): number => load.statuses().get(201) ?? 0;
  t.equal(booked(), 0, "no transfer was booked");
  await refused.mitigates([
    async () => {
      const refusedBefore = load.statuses().get(500) ?? 0;
      await stopFault();
      const still = await until(
        10,
        async () => load.statuses().get(500) ?? 0,
        (count) => count > refusedBefore + 4,
      );
      t.ok(still.isDone, "old connections refuse writes all the same");
    },
    async () => {
      await money.restart();
      const next = await until(
        30,
        async () => booked(),
        (count) => count > 10,
      );
      t.ok(next.isDone, "transfers are booked after a restart");
    },
    "a setting",
  ]);
}
