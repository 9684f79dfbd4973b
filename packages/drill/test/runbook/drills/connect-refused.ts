import type { Test } from "tap";
import { openGate } from "../../../src/fault/database-gate.ts";
import { calmsDown } from "../calm.ts";
import type { DrillStack } from "../drill-stack.ts";
import { values } from "../evidence.ts";
import { tryRunbook } from "../try-runbook.ts";
import { until } from "../until.ts";

/** A server that is down: PlimsollPoolConnectFailing. */
export async function drillConnectRefused(t: Test, stack: DrillStack): Promise<void> {
  const gate = await openGate(await stack.createDatabase("connect_refused"));
  t.teardown(() => gate.shut());
  const money = await stack.startMoney({ service: "money-connect", databaseUrl: gate.url });
  const load = money.reads(4);
  t.teardown(() => load.stop());
  await calmsDown(t, stack, money, "the start");
  await gate.shut();

  const failing = tryRunbook(t, stack, money, "PlimsollPoolConnectFailing");
  await failing.diagnoses([
    (rows) => rows.some((row) => row["error_type"] === "ECONNREFUSED"),
    values((used) => used < 0.1),
    ([answer]) => answer?.["code"] !== 0 && String(answer?.["output"]).includes("refused"),
  ]);
  const before = load.statuses().get(200) ?? 0;
  await failing.mitigates([
    async () => {
      await gate.open();
      await calmsDown(t, stack, money, "the server is back; no instance was restarted");
      const served = await until(
        10,
        async () => load.statuses().get(200) ?? 0,
        (count) => count > before + 10,
      );
      t.ok(served.isDone, "users are served again");
    },
    "a record of DNS or a route",
    "a deploy or a secret",
  ]);
}
