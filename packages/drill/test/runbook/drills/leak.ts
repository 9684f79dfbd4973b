import type { Test } from "tap";
import { calmsDown, seesTrouble, troubles } from "../calm.ts";
import type { DrillStack } from "../drill-stack.ts";
import { route, secondsOf, value } from "../evidence.ts";
import { queryRows } from "../run-step.ts";
import { tryRunbook } from "../try-runbook.ts";

/** Lost connections: PlimsollPoolLeak, PlimsollPoolParked, and what users see of it, PlimsollHttpErrorBudgetBurn. */
export async function drillLeak(t: Test, stack: DrillStack): Promise<void> {
  const databaseUrl = await stack.createDatabase("leak");
  const money = await stack.startMoney({ service: "money-leak", databaseUrl });
  await money.breakIt("leak");
  const load = money.transfers(3);
  t.teardown(() => load.stop());

  const leak = tryRunbook(t, stack, money, "PlimsollPoolLeak");
  const parked = tryRunbook(t, stack, money, "PlimsollPoolParked");
  const burn = tryRunbook(t, stack, money, "PlimsollHttpErrorBudgetBurn");
  const holdersOf = (output: string): readonly Record<string, unknown>[] =>
    JSON.parse(output).pools[0].holders;
  await Promise.all([
    leak.diagnoses([
      route("/transfers"),
      value((lost) => lost >= 2),
      value((left) => left <= 5),
      ([answer]) =>
        holdersOf(answer?.["output"]).some(
          (holder) =>
            holder["isLeakSuspect"] === true &&
            holder["route"] === "/transfers" &&
            Number(holder["backendPid"]) > 0,
        ),
      ([first]) => first?.["state"] === "idle" && secondsOf(first["since"]) > 30,
    ]),
    parked.diagnoses([
      route("/transfers"),
      value((seconds) => seconds > 30),
      ([answer]) => holdersOf(answer?.["output"])[0]?.["route"] === "/transfers",
    ]),
    burn.diagnoses([
      value((share) => share > 0.1),
      value((used) => used > 0.9),
      value((seconds) => seconds > 1),
    ]),
  ]);
  await seesTrouble(t, stack, money);
  await endingSessionsDoesNotHelp(t, stack, databaseUrl, money);
  await leak.mitigates([
    async () => {
      await money.restart();
      await calmsDown(t, stack, money, "a restart");
    },
    "a deploy; the restart above has switched the fault off",
    "a change of code",
  ]);
  await parked.mitigates(["the restart is tried with PlimsollPoolLeak", "a setting of the rules"]);
  await burn.mitigates(["a deploy", "tried with each cause"]);
}

/** What its "Do not" says. */
async function endingSessionsDoesNotHelp(
  t: Test,
  stack: DrillStack,
  databaseUrl: string,
  money: Parameters<typeof troubles>[1],
): Promise<void> {
  const ended = await queryRows(
    databaseUrl,
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = '${money.service}'`,
  );
  t.ok(ended.length >= 10, "every lost session was ended");
  const used = async (): Promise<number> => {
    const body = await (await fetch(`${money.url}/debug/pools`)).json();
    return (body as { pools: { used: number }[] }).pools[0]?.used ?? 0;
  };
  t.equal(await used(), 10, "the pool still counts each as held");
  t.ok((await troubles(stack, money)) > 0);
}
