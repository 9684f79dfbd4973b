import type { Test } from "tap";
import { calmsDown, seesTrouble } from "../calm.ts";
import type { DrilledMoney } from "../drilled-money.ts";
import type { DrillStack } from "../drill-stack.ts";
import { route, some, value } from "../evidence.ts";
import { queryRows, type Row } from "../run-step.ts";
import { tryRunbook } from "../try-runbook.ts";
import { until } from "../until.ts";

const POOL_MAX = 4;
const SLOW_REPORT = { slowReportSeconds: 4 };

/** A plan that went bad: PlimsollPoolSlowQueries, and PlimsollPoolPressure for a service without a usual. */
export async function drillSlowQuery(t: Test, stack: DrillStack): Promise<void> {
  const databaseUrl = await stack.createDatabase("slow_query");
  const env = { MONEY_POOL_MAX: String(POOL_MAX) };
  const money = await stack.startMoney({ service: "money-slow", databaseUrl, env });
  const stopFault = await money.breakIt(SLOW_REPORT);
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
      ([first]) =>
        first?.["wait_event"] === "PgSleep" && String(first["query"]).includes("WITH days"),
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
  await slow.mitigates([
    async () => {
      await stopFault();
      await calmsDown(t, stack, money, "the heavy read is off");
      await money.breakIt(SLOW_REPORT);
    },
    (run) => cancelOne(t, money, run),
    "a deploy",
  ]);
  await pressure.mitigates(["it is tried there", "tried with PlimsollPoolSlowQueries"]);
}

/** The read is on: one of its queries is cancelled, and others take its place. */
async function cancelOne(
  t: Test,
  { service, databaseUrl }: DrilledMoney,
  run: (values: { PID: string }) => Promise<Row[][]>,
): Promise<void> {
  const running = (): Promise<Row[]> =>
    queryRows(
      databaseUrl,
      `select pid from pg_stat_activity where application_name = '${service}' and wait_event = 'PgSleep'`,
    );
  t.ok((await until(30, running, fillPool)).isDone, "the read is on again");
  const [first] = await running();
  t.same(await run({ PID: String(first?.["pid"]) }), [[{ pg_cancel_backend: true }]]);
  t.ok((await until(30, running, fillPool)).isDone, "and fills the pool again: this buys seconds");
}

const fillPool = (rows: readonly Row[]): boolean => rows.length === POOL_MAX;
