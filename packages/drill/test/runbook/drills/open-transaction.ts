import type { Test } from "tap";
import type { DrillStack } from "../drill-stack.ts";
import { route, value } from "../evidence.ts";
import { queryRows } from "../run-step.ts";
import { tryRunbook } from "../try-runbook.ts";
import { until } from "../until.ts";

/** A path without COMMIT: PlimsollPoolOpenTransaction. */
export async function drillOpenTransaction(t: Test, stack: DrillStack): Promise<void> {
  const databaseUrl = await stack.createDatabase("open_transaction");
  const money = await stack.startMoney({ service: "money-open", databaseUrl });
  const stopFault = await money.breakIt({ forgetCommitEvery: 3 });
  const load = money.transfers(4);
  t.teardown(() => load.stop());

  const open = tryRunbook(t, stack, money, "PlimsollPoolOpenTransaction");
  await open.diagnoses([
    value((count) => count > 0),
    route("/transfers"),
    ([first]) => first !== undefined && String(first["last_query"]).startsWith("UPDATE accounts"),
  ]);
  await open.mitigates([
    async () => {
      await stopFault();
      const none = await until(
        60,
        () =>
          queryRows(
            databaseUrl,
            `select pid from pg_stat_activity where application_name = '${money.service}' and state = 'idle in transaction'`,
          ),
        (rows) => rows.length === 0,
      );
      t.ok(none.isDone, "what was open is committed by the next transaction, or closed");
    },
    "a deploy",
    "a change of code",
  ]);
}
