import t, { type Test } from "tap";
import type { Knex } from "knex";
import { measure } from "../collect.ts";
import { needsDatabase } from "../database.ts";
import { foundRules, lineAtStart } from "../found-rules.ts";
import { remoteStream } from "../remote-stream.ts";
import { openKnex } from "./knex-driver.ts";

const GOOD = { statement_timeout: 30_000, idle_in_transaction_session_timeout: 60_000 };

async function usedKnex(
  t: Test,
  connection: object,
  pool: Knex.PoolConfig,
): Promise<{ name: string }> {
  const { knex, name } = openKnex(connection, pool);
  t.teardown(() => knex.destroy());
  await knex.raw("select 1");
  return { name };
}

t.test("Knex as it comes waits longer than an HTTP request may", needsDatabase, async (t) => {
  const collect = measure();
  const { name } = await usedKnex(t, {}, {});
  t.same(foundRules(await collect(), name), [
    "acquire_timeout_longer_than_http_timeout",
    "statement_timeout_missing",
    "idle_in_transaction_timeout_missing",
  ]);
});

t.test("Knex that is set well has no finding", needsDatabase, async (t) => {
  const collect = measure();
  const { name } = await usedKnex(t, GOOD, { acquireTimeoutMillis: 5000 });
  t.same(foundRules(await collect(), name), []);
});

t.test("over a network, Knex' keep-alive and TLS count too", needsDatabase, async (t) => {
  const collect = measure();
  const remote = { ...GOOD, host: "db.example", stream: remoteStream };
  const off = await usedKnex(t, remote, { acquireTimeoutMillis: 5000 });
  t.same(foundRules(await collect(), off.name), ["keep_alive_off", "tls_off"]);
  const on = await usedKnex(t, { ...remote, keepAlive: true }, { acquireTimeoutMillis: 5000 });
  t.same(foundRules(await collect(), on.name), ["tls_off"]);
});

t.test("one line at start names Knex' own setting", needsDatabase, async (t) => {
  measure();
  const { level, line } = await lineAtStart(t, () => usedKnex(t, GOOD, {}));
  t.equal(level, "warn");
  t.match(line, /^plimsoll: pool "NAME" has 1 warning on its settings\. acquire_timeout_longer_/);
  t.match(line, "(acquireConnectionTimeout: 2000)");
});
