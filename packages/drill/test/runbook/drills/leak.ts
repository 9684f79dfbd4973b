import type { Test } from "tap";
import { calmsDown, seesTrouble, troubles } from "../calm.ts";
import type { DrilledMoney } from "../drilled-money.ts";
import type { DrillStack } from "../drill-stack.ts";
import { route, secondsOf, value } from "../evidence.ts";
import { queryRows, type Row } from "../run-step.ts";
import { type DrilledRunbook, tryRunbook } from "../try-runbook.ts";

/** Lost connections: PlimsollPoolLeak, PlimsollPoolParked, and what users see of it, PlimsollHttpErrorBudgetBurn. */
export async function drillLeak(t: Test, stack: DrillStack): Promise<void> {
  const databaseUrl = await stack.createDatabase("leak");
  const money = await stack.startMoney({ service: "money-leak", databaseUrl });
  await money.breakIt({ leakEvery: 3 });
  const load = money.transfers(3);
  t.teardown(() => load.stop());

  const leak = tryRunbook(t, stack, money, "PlimsollPoolLeak");
  const parked = tryRunbook(t, stack, money, "PlimsollPoolParked");
  const burn = tryRunbook(t, stack, money, "PlimsollHttpErrorBudgetBurn");
  await diagnose(leak, parked, burn);
  await seesTrouble(t, stack, money);
  await endingSessionsDoesNotHelp(t, stack, money);
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

async function diagnose(
  leak: DrilledRunbook,
  parked: DrilledRunbook,
  burn: DrilledRunbook,
): Promise<void> {
  await Promise.all([
    leak.diagnoses([
      route("/transfers"),
      value((lost) => lost >= 2),
      value((left) => left <= 5),
      ([answer]) =>
        holdersOf(answer).some(
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
      ([answer]) => holdersOf(answer)[0]?.["route"] === "/transfers",
    ]),
    burn.diagnoses([
      value((share) => share > 0.1),
      value((used) => used > 0.9),
      value((seconds) => seconds > 1),
    ]),
  ]);
}

function holdersOf(answer: Row | undefined): readonly Row[] {
  return JSON.parse(answer?.["output"]).pools[0].holders;
}

/** What its "Do not" says. */
async function endingSessionsDoesNotHelp(
  t: Test,
  stack: DrillStack,
  money: DrilledMoney,
): Promise<void> {
  const ended = await queryRows(
    money.databaseUrl,
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = '${money.service}'`,
  );
  t.ok(ended.length >= 10, "every lost session was ended");
  const response = await fetch(`${money.url}/debug/pools`);
  t.match(await response.json(), { pools: [{ used: 10 }] }, "the pool still counts each as held");
  t.ok((await troubles(stack, money)) > 0, "and requests still wait");
}
