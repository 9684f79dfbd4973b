import { Client } from "pg";
import type { Test } from "tap";
import { TAKER, takeConnections } from "../../../src/fault/take-connections.ts";
import { switchFault } from "../../../src/stack/switch-fault.ts";
import { calmsDown } from "../calm.ts";
import { type DrillStack, seedSmall } from "../drill-stack.ts";
import { some, value } from "../evidence.ts";
import type { Row } from "../run-step.ts";
import { tryRunbook } from "../try-runbook.ts";

const MAX_CONNECTIONS = 20;
/** More than the server gives: the budget is exceeded before anything happens. */
const POOL_MAX = 30;

/** A server without connections left: PlimsollServerConnectionsExhausted, …High and PlimsollConnectionBudgetExceeded. */
export async function drillServerConnections(t: Test, stack: DrillStack): Promise<void> {
  const settings = { max_connections: MAX_CONNECTIONS };
  const server = await stack.startServer({ name: "postgres-small", settings });
  const url = await ordinaryRole(await server.createDatabase("money"));
  const money = await stack.startMoney({
    service: "money-server",
    databaseUrl: url,
    env: { MONEY_POOL_MAX: String(POOL_MAX), PLIMSOLL_SERVER_PROBE: "true" },
  });
  const load = money.transfers(1);
  t.teardown(() => load.stop());
  const more = { APPLICATION: TAKER, databaseUrl: server.url };
  const budget = tryRunbook(t, stack, money, "PlimsollConnectionBudgetExceeded", more);
  const isOurs = (row: Row): boolean => Number(row["server_port"]) === server.port;
  const claims: (rows: readonly Row[]) => boolean = (rows) =>
    rows.some((row) => row["service"] === money.service && row["value"] === POOL_MAX);
  const isOverClaimed: (rows: readonly Row[]) => boolean = (rows) =>
    rows.some((row) => isOurs(row) && row["value"] > 1);
  // The probe has its connection before there is none.
  await budget.diagnoses([
    isOverClaimed,
    claims,
    (rows) => rows.some((row) => isOurs(row) && row["value"] < MAX_CONNECTIONS),
  ]);
  const giveBack = await takeConnections(url, MAX_CONNECTIONS);
  t.teardown(giveBack);
  // Each transfer takes longer, so that the pool wants connections that it has not.
  await switchFault(money.url, { outsideCallMs: 1000 }, stack.signal);
  load.setRate(8);

  const high = tryRunbook(t, stack, money, "PlimsollServerConnectionsHigh", more);
  const exhausted = tryRunbook(t, stack, money, "PlimsollServerConnectionsExhausted", more);
  const isUsed: (rows: readonly Row[]) => boolean = (rows) =>
    rows.some((row) => isOurs(row) && row["value"] > 0.9);
  const isTaker: (rows: readonly Row[]) => boolean = ([most]) =>
    most?.["application_name"] === TAKER && most["state"] === "idle";
  await Promise.all([
    high.diagnoses([isUsed, isOverClaimed, claims, isTaker]),
    exhausted.diagnoses([isUsed, claims, some, value((perSecond) => perSecond > 0), isTaker]),
  ]);
  await exhausted.mitigates([
    "a deploy",
    async (run) => {
      const [ended = []] = await run();
      t.ok(ended.length >= 5, `${ended.length} idle sessions ended`);
      await calmsDown(t, stack, money, "the idle sessions of the job were ended");
    },
    "a sum on paper",
  ]);
  await high.mitigates(["a deploy", "tried with PlimsollServerConnectionsExhausted", "a sum"]);
  await budget.mitigates(["a setting", "a setting", "another server"]);
}

/** The URL of `databaseUrl` for a role for which no connection is reserved, which has Money's tables. */
async function ordinaryRole(databaseUrl: string): Promise<string> {
  await seedSmall(databaseUrl);
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query("CREATE ROLE app LOGIN PASSWORD 'app'");
  await client.query("GRANT ALL ON ALL TABLES IN SCHEMA public TO app");
  await client.query("GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO app");
  await client.end();
  const url = new URL(databaseUrl);
  url.username = "app";
  url.password = "app";
  return url.href;
}
