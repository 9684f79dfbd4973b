import { Socket } from "node:net";
import { startPostgres } from "@plimsoll/setup";
import { Client } from "pg";
import t, { type Test } from "tap";
import { openGate } from "../../src/fault/database-gate.ts";
import { until } from "../../src/until.ts";
import { withClient } from "../../src/with-client.ts";

const server = await startPostgres({ dataDir: `${t.testdir()}/data`, isTemporary: true });
t.teardown(() => server.stop());
const url = await server.createDatabase("gated");

const SILENCE_MS = 300;

/** A client that is closed after the test. */
async function connect(t: Test, to: string, connectionTimeoutMillis = 0): Promise<Client> {
  const client = new Client({ connectionString: to, connectionTimeoutMillis });
  client.on("error", () => {});
  t.teardown(() => client.end().catch(() => {}));
  await client.connect();
  return client;
}

async function one(client: Client): Promise<unknown> {
  return (await client.query("SELECT 1 AS one")).rows;
}

/** Sessions of the application of this name. */
async function sessions(name: string): Promise<number> {
  const sql = "SELECT FROM pg_stat_activity WHERE application_name = $1";
  return withClient(url, async (client) => (await client.query(sql, [name])).rows.length);
}

t.test("a gate that is shut cuts connections and refuses new ones until it is open", async (t) => {
  const gate = await openGate(url);
  t.teardown(() => gate.shut());
  const client = await connect(t, gate.url);
  t.same(await one(client), [{ one: 1 }]);
  await gate.shut();
  await t.rejects(client.query("SELECT 1"));
  await t.rejects(connect(t, gate.url), { code: "ECONNREFUSED" });
  await gate.open();
  t.same(await one(await connect(t, gate.url)), [{ one: 1 }]);
});

t.test("a frozen gate lets nothing pass, and goes on where it was when it thaws", async (t) => {
  const gate = await openGate(url);
  t.teardown(() => gate.shut());
  const client = await connect(t, gate.url);
  await one(client);
  gate.freeze();
  let isAnswered = false;
  const answer = one(client).finally(() => (isAnswered = true));
  await t.rejects(connect(t, gate.url, SILENCE_MS), /timeout/, "a new one is taken in vain");
  t.notOk(isAnswered, "an open one stays, unanswered");
  const late = connect(t, gate.url);
  gate.thaw();
  t.same(await answer, [{ one: 1 }]);
  t.same(await one(await late), [{ one: 1 }], "what came meanwhile is served");
});

t.test("an answer that is under way when the gate freezes arrives when it thaws", async (t) => {
  const gate = await openGate(url);
  t.teardown(() => gate.shut());
  const client = await connect(t, gate.url);
  // More than the buffers on the way take: it is stopped in its midst.
  const LENGTH = 50_000_000;
  const answer = client.query<{ text: string }>(`SELECT repeat('x', ${LENGTH}) AS text`);
  const stuck = "SELECT FROM pg_stat_activity WHERE wait_event = 'ClientWrite'";
  await withClient(url, (watcher) =>
    until(10, async () => (await watcher.query(stuck)).rows.length === 1),
  );
  gate.freeze();
  await t.rejects(connect(t, gate.url, SILENCE_MS), /timeout/);
  gate.thaw();
  t.equal((await answer).rows[0]?.text.length, LENGTH);
});

for (const way of ["says goodbye", "vanishes"] as const) {
  t.test(`the server does not hear that a client ${way} behind a frozen gate`, async (t) => {
    const gate = await openGate(url);
    t.teardown(() => gate.shut());
    const socket = new Socket();
    const client = new Client({
      connectionString: gate.url,
      application_name: way,
      stream: () => socket,
    });
    client.on("error", () => {});
    await client.connect();
    gate.freeze();
    if (way === "vanishes") socket.destroy();
    else void client.end();
    await t.rejects(connect(t, gate.url, SILENCE_MS), /timeout/);
    t.equal(await sessions(way), 1);
    gate.thaw();
    t.ok(await until(10, async () => (await sessions(way)) === 0));
  });
}

t.test("a frozen gate can be shut, and is open for all when it opens again", async (t) => {
  const gate = await openGate(url);
  const client = await connect(t, gate.url);
  gate.freeze();
  const answer = one(client);
  const late = connect(t, gate.url);
  await Promise.all([t.rejects(answer), t.rejects(late), gate.shut()]);
  await gate.open();
  t.teardown(() => gate.shut());
  t.same(await one(await connect(t, gate.url)), [{ one: 1 }]);
});

t.test("a gate leads new connections where it points, and leaves the old ones", async (t) => {
  const other = await server.createDatabase("other");
  const second = await openGate(other);
  const gate = await openGate(url);
  t.teardown(() => Promise.all([gate.shut(), second.shut()]));
  const old = await connect(t, gate.url);
  gate.pointTo(second.url);
  const next = await connect(t, gate.url);
  await second.shut();
  await t.rejects(one(next));
  t.same(await one(old), [{ one: 1 }]);
});
