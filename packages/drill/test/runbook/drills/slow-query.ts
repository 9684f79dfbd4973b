import type { Test } from "tap";
import { calmsDown, seesTrouble } from "../calm.ts";
import type { DrillStack } from "../drill-stack.ts";
import { route, some, value } from "../evidence.ts";
import { queryRows } from "../run-step.ts";
import { tryRunbook } from "../try-runbook.ts";
import { until } from "../until.ts";

/** A plan that went bad: PlimsollPoolSlowQueries, and PlimsollPoolPressure for a service without a usual. */
export async function drillSlowQuery(t: Test, stack: DrillStack): Promise<void> {
  const databaseUrl = await stack.createDatabase("slow_query");
  const env = { MONEY_POOL_MAX: "4" };
  const money = await stack.startMoney({ service: "money-slow", databaseUrl, env });
  const stopFault = await money.breakIt("slow-query");
  const load = money.reports(3);
  t.teardown(() => load.stop());

  const slow = tryRunbook(t, stack, money, "PlimsollPoolSlowQueries");
  const pressure = tryRunbook(t, stack, money, "PlimsollPoolPressure");
  await Promise.all([
    slow.diagnoses([
      value((growth) => growth > 1.5),
      value((share) => share >= 0.6),
      route("/reports/monthly"),
      some,
      ([first]) => first?.["wait_event"] === "PgSleep" && String(first["query"]).includes("report"),
    ]),
    pressure.diagnoses([
      value((perSecond) => perSecond > 0),
      value((seconds) => seconds > 1),
      value((share) => share >= 0.6),
      value((suspects) => suspects === 0),
      route("/reports/monthly"),
    ]),
  ]);
  await seesTrouble(t, stack, money);
  const running = `select pid from pg_stat_activity where application_name = '${money.service}' and state = 'active'`;
  await slow.mitigates([
    async () => {
      await stopFault();
      await calmsDown(t, stack, money, "the heavy read is off");
      await money.breakIt("slow-query");
    },
    async (run) => {
      const first = await until(
        30,
        () => queryRows(databaseUrl, running),
        (rows) => rows.length > 0,
      );
      t.ok(first.isDone, "the read is on again");
      const [{ pid } = { pid: 0 }] = await queryRows(databaseUrl, running);
      t.same(await run({ PID: String(pid) }), [[{ pg_cancel_backend: true }]]);
      const next = await until(
        30,
        () => queryRows(databaseUrl, running),
        (rows) => rows.length >= 4,
      );
      t.ok(next.isDone, "and the pool is full of it again: this buys seconds");
    },
    "a deploy",
  ]);
  await pressure.mitigates(["it is tried there", "tried with PlimsollPoolSlowQueries"]);
}
