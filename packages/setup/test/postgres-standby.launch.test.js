import { statSync } from "node:fs";
import path from "node:path";
import t from "tap";
import { startPostgres } from "@plimsoll/setup";
import { becomes } from "./processes.js";
import { query } from "./query.js";

t.test("a standby follows its primary, reads only, and writes when it is promoted", async (t) => {
  const folder = t.testdir();
  const primary = await startPostgres({ dataDir: path.join(folder, "a"), isTemporary: true });
  t.teardown(() => primary.stop());
  const url = await primary.createDatabase("things");
  await query(url, "CREATE TABLE things AS SELECT 1 AS id");
  const dataDir = path.join(folder, "b");
  const standby = await startPostgres({ dataDir, isTemporary: true, standbyOf: primary });
  t.teardown(() => standby.stop());
  const copyUrl = url.replace(`:${primary.port}/`, `:${standby.port}/`);
  t.same(await query(copyUrl, "SELECT id FROM things"), [{ id: 1 }]);
  await t.rejects(query(copyUrl, "INSERT INTO things VALUES (9)"), { code: "25006" });
  await query(url, "INSERT INTO things VALUES (2)");
  const streamed = async () => (await query(copyUrl, "SELECT FROM things")).length === 2;
  t.ok(await becomes(streamed));
  t.equal(statSync(standby.dataDir).mode & 0o077, 0);

  await primary.stop();
  t.notOk(standby.hasDied());
  await query(copyUrl, "SELECT pg_promote()");
  await query(copyUrl, "INSERT INTO things VALUES (3)");
  t.same(await query(copyUrl, "SELECT id FROM things ORDER BY id"), [
    { id: 1 },
    { id: 2 },
    { id: 3 },
  ]);
});
