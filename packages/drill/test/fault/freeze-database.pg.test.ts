import { startPostgres } from "@plimsoll/setup";
import { Client } from "pg";
import t from "tap";
import { freezeDatabase } from "../../src/fault/freeze-database.ts";

t.test("a frozen database answers nobody, and goes on where it was", async (t) => {
  const server = await startPostgres({ dataDir: `${t.testdir()}/data`, isTemporary: true });
  const client = new Client({ connectionString: server.url });
  client.on("error", () => {});
  await client.connect();
  const thaw = freezeDatabase(server.pid);
  t.teardown(async () => {
    thaw();
    await client.end().catch(() => {});
    await server.stop();
  });
  let isAnswered = false;
  const answer = client.query("select 1 as one").then((result) => {
    isAnswered = true;
    return result;
  });
  const late = new Client({ connectionString: server.url, connectionTimeoutMillis: 500 });
  late.on("error", () => {});
  await t.rejects(late.connect(), "a new connection gets no answer");
  t.equal(isAnswered, false, "an open one neither");
  thaw();
  t.match(await answer, { rows: [{ one: 1 }] });
  thaw();
});
