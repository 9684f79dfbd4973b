import { Client } from "pg";
import t, { type Test } from "tap";
import { openGate } from "../../src/fault/database-gate.ts";
import { trackProcesses } from "../../src/stack/processes.ts";
import {
  type PrimaryAndStandby,
  startPrimaryAndStandby,
} from "../../src/stack/primary-and-standby.ts";
import { createRunFolder } from "../../src/stack/run-folder.ts";
import { until } from "../../src/until.ts";
import { withClient } from "../../src/with-client.ts";

interface Pair extends PrimaryAndStandby {
  readonly abort: AbortController;
}

async function startPair(t: Test): Promise<Pair> {
  const abort = new AbortController();
  const processes = trackProcesses(abort);
  t.teardown(() => processes.stopAll());
  const folder = createRunFolder(Date.now() / 1000, t.testdir());
  const settings = { max_connections: 40 };
  return { ...(await startPrimaryAndStandby(processes, folder, abort, { settings })), abort };
}

/** Renames account 1, as a write of Money's. */
const rename = (client: Client, name: string): Promise<unknown> =>
  client.query("UPDATE accounts SET name = $1 WHERE id = 1", [name]);

async function nameAt(url: string): Promise<unknown> {
  return withClient(url, async (client) => {
    const { rows } = await client.query("SELECT name FROM accounts WHERE id = 1");
    return rows[0]?.name;
  });
}

async function lagSeconds(url: string): Promise<number> {
  return withClient(url, async (client) => {
    const sql = "SELECT extract(epoch FROM replay_lag)::float AS lag FROM pg_stat_replication";
    return (await client.query(sql)).rows[0]?.lag ?? 0;
  });
}

t.test(
  "a failover through a gate: writes fail with 25006 until the standby is promoted",
  async (t) => {
    const pair = await startPair(t);
    const gate = await openGate(pair.primary.url);
    t.teardown(() => gate.shut());
    const old = new Client({ connectionString: gate.url });
    old.on("error", () => {});
    await old.connect();
    await rename(old, "written before");

    await pair.stopPrimary();
    await t.rejects(old.query("SELECT 1"), "sessions on the primary end");
    await t.rejects(
      withClient(gate.url, (client) => client.query("SELECT 1")),
      "nobody is there",
    );
    gate.pointTo(pair.standbyUrl);
    await withClient(gate.url, async (client) => {
      await t.rejects(rename(client, "refused"), { code: "25006" });
      await pair.promote();
      await rename(client, "written after");
    });
    t.equal(await nameAt(gate.url), "written after");
    await old.end().catch(() => {});
    t.notOk(pair.abort.signal.aborted, "a primary that was stopped is no failure of the run");
  },
);

t.test("a standby whose replay pauses shows the past, and its primary tells the lag", async (t) => {
  const pair = await startPair(t);
  const { primary, standbyUrl } = pair;
  await withClient(primary.url, (client) => rename(client, "first"));
  t.ok(await until(10, async () => (await nameAt(standbyUrl)) === "first"));
  await pair.pauseReplay();
  await withClient(primary.url, async (client) => {
    await rename(client, "second");
    const lags = async (): Promise<boolean> => {
      await rename(client, "later");
      return (await lagSeconds(primary.url)) > 3;
    };
    t.ok(await until(20, lags), `${await lagSeconds(primary.url)} s`);
  });
  t.equal(await nameAt(standbyUrl), "first");
  await pair.resumeReplay();
  t.ok(await until(10, async () => (await nameAt(standbyUrl)) === "later"));
});
