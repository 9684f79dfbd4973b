import type { Test } from "tap";
import { calmsDown } from "../calm.ts";
import type { DrillStack } from "../drill-stack.ts";
import { value } from "../evidence.ts";
import { tryRunbook } from "../try-runbook.ts";
import { until } from "../until.ts";

/** An instance that is down: PlimsollTelemetryMissing. */
export async function drillTelemetryMissing(t: Test, stack: DrillStack): Promise<void> {
  const databaseUrl = await stack.createDatabase("telemetry");
  const money = await stack.startMoney({ service: "money-gone", databaseUrl });
  await calmsDown(t, stack, money, "the start");
  await money.stop();

  const blind = `plimsoll:service_blind_instances:count{service="${money.service}"}`;
  // Two minutes of silence come first.
  await until(
    160,
    () => stack.prometheus.now(blind),
    (series) => series.length > 0,
  );
  const missing = tryRunbook(t, stack, money, "PlimsollTelemetryMissing");
  await missing.diagnoses([
    value((instances) => instances === 1),
    (rows) => rows.length === 0,
    (rows) => rows.some((row) => row["job"] === money.service),
  ]);
  await missing.mitigates([
    async () => {
      await money.restart();
      const seen = await until(
        40,
        () => stack.prometheus.now(blind),
        (series) => series.length === 0,
      );
      t.ok(seen.isDone, "no instance is missing");
    },
    "a deploy",
    "a silence",
  ]);
}
