import { Client } from "pg";
import type { Test } from "tap";
import { TAKER, takeConnections } from "../../../src/fault/take-connections.ts";
import { switchFault } from "../../../src/stack/switch-fault.ts";
import { calmsDown } from "../calm.ts";
import { type DrillStack, seedSmall } from "../drill-stack.ts";
import { some, value } from "../evidence.ts";
import type { Row } from "../run-step.ts";
import { type Evidence, tryRunbook } from "../try-runbook.ts";

const MAX_CONNECTIONS = 20;
/** More than the server gives: the budget is exceeded before anything happens. */
const POOL_MAX = 30;

/** A server without connections left: PlimsollServerConnectionsExhausted, …High and PlimsollConnectionBudgetExceeded. */
export async function drillServerConnections(t: Test, stack: DrillStack): Promise<void> {
  const settings = { max_connections: MAX_CONNECTIONS };
  const server = await stack.startServer({ name: "postgres-small", settings });
  const url = await ordinaryRole(await server.createDatabase("money"));
  const env = { MONEY_POOL_MAX: String(POOL_MAX), PLIMSOLL_SERVER_PROBE: "true" };
  const money = await stack.startMoney({ service: "money-server", databaseUrl: url, env });
  const load = money.transfers(1);
  t.teardown(() => load.stop());
  const more = { APPLICATION: TAKER, databaseUrl: server.url };
  const budget = tryRunbook(t, stack, money, "PlimsollConnectionBudgetExceeded", more);
  const high = tryRunbook(t, stack, money, "PlimsollServerConnectionsHigh", more);
  const exhausted = tryRunbook(t, stack, money, "PlimsollServerConnectionsExhausted", more);
  const ofServer = (is: (value: number) => boolean): Evidence =>
    someSeries((row) => Number(row["server_port"]) === server.port && is(row["value"]));
  const isOverClaimed = ofServer((ratio) => ratio > 1);
  // The probe has its connection before there is none.
  await budget.diagnoses([isOverClaimed, isClaim, ofServer((usable) => usable < MAX_CONNECTIONS)]);

  t.teardown(await takeConnections(url, MAX_CONNECTIONS));
  // Each transfer takes longer, so that the pool wants connections that it has not.
  await switchFault(money.url, { outsideCallMs: 1000 }, stack.signal);
  load.setRate(8);
  const isUsed = ofServer((ratio) => ratio > 0.9);
  const isRefused = value((perSecond) => perSecond > 0);
  await Promise.all([
    high.diagnoses([isUsed, isOverClaimed, isClaim, isTaker]),
    exhausted.diagnoses([isUsed, isClaim, some, isRefused, isTaker]),
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

const isClaim: Evidence = someSeries(
  (row) => row["service"] === "money-server" && row["value"] === POOL_MAX,
);

const isTaker: Evidence = ([most]) =>
  most?.["application_name"] === TAKER && most["state"] === "idle";

function someSeries(is: (row: Row) => boolean): Evidence {
  return (rows) => rows.some(is);
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
