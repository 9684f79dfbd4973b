import type { Test } from "tap";
import type { DrillStack } from "../drill-stack.ts";
import { ran, some, value } from "../evidence.ts";
import { tryRunbook } from "../try-runbook.ts";
import { until } from "../until.ts";

/** A healthy pool with a risky setting: PlimsollPoolConfigFinding, PlimsollPoolTooLarge, and what has no fault of its own here. */
export async function drillTickets(t: Test, stack: DrillStack): Promise<void> {
  const databaseUrl = await stack.createDatabase("tickets");
  const env = { MONEY_ACQUIRE_TIMEOUT_MS: "0" };
  const money = await stack.startMoney({ service: "money-tickets", databaseUrl, env });
  const load = money.reads(1);
  t.teardown(() => load.stop());

  const finding = tryRunbook(t, stack, money, "PlimsollPoolConfigFinding");
  const large = tryRunbook(t, stack, money, "PlimsollPoolTooLarge");
  const watchdog = tryRunbook(t, stack, money, "PlimsollWatchdog");
  // No standby: embedded PostgreSQL has no pg_basebackup. The statements run; what they show was not seen here.
  const lag = tryRunbook(t, stack, money, "PlimsollReplicationLagHigh");
  await Promise.all([
    finding.diagnoses([(rows) => rows.some((row) => row["rule"] === "acquire_timeout_missing")]),
    large.diagnoses([value((peak) => peak < 0.2), value((limit) => limit === 10), some]),
    watchdog.diagnoses([some]),
    lag.diagnoses([ran, ran, some]),
  ]);
  await finding.mitigates([
    async () => {
      await money.restart({ MONEY_ACQUIRE_TIMEOUT_MS: "5000" });
      // Of the process itself: the recorded series keeps what was there a minute ago.
      const found = `plimsoll_pool_config_findings{service_name="${money.service}", rule="acquire_timeout_missing"}`;
      const gone = await until(
        60,
        () => stack.prometheus.now(found),
        (series) => series.length > 0 && series.every(({ points }) => points[0]?.[1] === 0),
      );
      t.ok(gone.isDone, "the finding is gone with the setting");
    },
  ]);
  await large.mitigates(["a setting"]);
  await watchdog.mitigates(["a start of Prometheus or Alertmanager", "a person reads dashboards"]);
  await lag.mitigates(["no standby here", "a setting", "a disk or a network"]);
}
