import pg from "pg";
import t, { type Test } from "tap";
import { measure } from "../collect.ts";
import { needsDatabase, serverOptions, uniqueName } from "../database.ts";
import { foundRules, lineAtStart } from "../found-rules.ts";
import { remoteStream } from "../remote-stream.ts";

const GOOD: pg.PoolConfig = {
  connectionTimeoutMillis: 5000,
  statement_timeout: 30_000,
  idle_in_transaction_session_timeout: 60_000,
  maxLifetimeSeconds: 1800,
};

const ignore = () => undefined;

/** A pool with no `error` listener. */
function bareOpen(t: Test, options: pg.PoolConfig = {}): { pool: pg.Pool; name: string } {
  const name = uniqueName();
  const pool = new pg.Pool({ ...serverOptions(), application_name: name, ...options });
  t.teardown(() => pool.end());
  return { pool, name };
}

t.test("a pool as pg makes it has the findings of its defaults", needsDatabase, async (t) => {
  const collect = measure();
  const { pool, name } = bareOpen(t);
  await pool.query("select 1");
  t.same(foundRules(await collect(), name), [
    "acquire_timeout_missing",
    "no_error_listener",
    "statement_timeout_missing",
    "idle_in_transaction_timeout_missing",
  ]);
});

t.test("a pool that is set well has none", needsDatabase, async (t) => {
  const collect = measure();
  const { pool, name } = bareOpen(t, GOOD);
  pool.on("error", ignore);
  await pool.query("select 1");
  t.same(foundRules(await collect(), name), []);
});

t.test("a listener that comes late takes its finding away", needsDatabase, async (t) => {
  const collect = measure();
  const { pool, name } = bareOpen(t, GOOD);
  await pool.query("select 1");
  t.same(foundRules(await collect(), name), ["no_error_listener"]);
  pool.on("error", ignore);
  t.same(foundRules(await collect(), name), []);
  pool.off("error", ignore);
  t.same(foundRules(await collect(), name), ["no_error_listener"]);
});

t.test("an acquire timeout that is set late takes its finding away", needsDatabase, async (t) => {
  const collect = measure();
  const { pool, name } = bareOpen(t, { ...GOOD, connectionTimeoutMillis: 0 });
  pool.on("error", ignore);
  await pool.query("select 1");
  t.same(foundRules(await collect(), name), ["acquire_timeout_missing"]);
  pool.options.connectionTimeoutMillis = 40_000;
  t.same(foundRules(await collect(), name), ["acquire_timeout_longer_than_http_timeout"]);
  pool.options.connectionTimeoutMillis = 5000;
  t.same(foundRules(await collect(), name), []);
});

t.test(
  "timeouts count as the server has them, wherever they were given",
  needsDatabase,
  async (t) => {
    const collect = measure();
    const { host, port, user = "", password, database } = serverOptions();
    const url = new URL(`postgres://${host}:${port}/${database}`);
    url.username = encodeURIComponent(user);
    url.password = encodeURIComponent(String(password ?? ""));
    const string = (query: string) => ({ connectionString: `${url.href}?${query}` });
    for (const options of [
      string("statement_timeout=30000&idle_in_transaction_session_timeout=60000"),
      string(
        "options=-c%20statement_timeout%3D30s%20-c%20idle_in_transaction_session_timeout%3D1min",
      ),
      { options: "-c statement_timeout=30s --idle-in-transaction-session-timeout=60000" },
    ]) {
      const { pool, name } = bareOpen(t, {
        connectionTimeoutMillis: 5000,
        maxLifetimeSeconds: 1800,
        ...options,
      });
      pool.on("error", ignore);
      const { rows } = await pool.query("show statement_timeout");
      t.same(rows, [{ statement_timeout: "30s" }]);
      t.same(foundRules(await collect(), name), [], JSON.stringify(Object.keys(options)));
    }
  },
);

t.test("over a network, keep-alive, TLS and age count too", needsDatabase, async (t) => {
  const collect = measure();
  const remote = { ...GOOD, host: "db.example", stream: remoteStream };
  const bad = bareOpen(t, { ...remote, maxLifetimeSeconds: 0 });
  bad.pool.on("error", ignore);
  await bad.pool.query("select 1");
  t.same(foundRules(await collect(), bad.name), [
    "keep_alive_off",
    "max_lifetime_missing",
    "tls_off",
  ]);
  const better = bareOpen(t, { ...remote, keepAlive: true });
  better.pool.on("error", ignore);
  await better.pool.query("select 1");
  t.same(foundRules(await collect(), better.name), ["tls_off"]);
});

t.test("what a connection showed is known when no connection is left", needsDatabase, async (t) => {
  const collect = measure();
  const { pool, name } = bareOpen(t, { connectionTimeoutMillis: 5000, maxLifetimeSeconds: 1800 });
  pool.on("error", ignore);
  (await pool.connect()).release(true);
  t.equal(pool.totalCount, 0);
  t.same(foundRules(await collect(), name), [
    "statement_timeout_missing",
    "idle_in_transaction_timeout_missing",
  ]);
});

t.test("a server that cannot be reached hides no finding", async (t) => {
  const collect = measure();
  const name = uniqueName();
  const pool = new pg.Pool({ host: "127.0.0.1", port: 1, application_name: name });
  await t.rejects(pool.query("select 1"), { code: "ECONNREFUSED" });
  t.match(foundRules(await collect(), name), [
    "acquire_timeout_missing",
    "no_error_listener",
    "statement_timeout_missing",
  ]);
});

t.test(
  "one line at start says it all, with a listener that came late counted",
  needsDatabase,
  async (t) => {
    measure();
    const { level, line } = await lineAtStart(t, async () => {
      const { pool, name } = bareOpen(t, { max: 1 });
      await pool.query("select 1");
      pool.on("error", ignore);
      return { name };
    });
    t.equal(level, "warn");
    t.equal(
      line,
      'plimsoll: pool "NAME" has 1 warning on its settings. acquire_timeout_missing: a request waits for a connection for ever; set an acquire timeout of a few seconds (connectionTimeoutMillis: 5000). Also: pool_max_one, statement_timeout_missing, idle_in_transaction_timeout_missing. See docs/config-findings.md.',
    );
  },
);

t.test("the line of a pool with hints alone is for information", needsDatabase, async (t) => {
  measure();
  const { level, line } = await lineAtStart(t, async () => {
    const { pool, name } = bareOpen(t, { ...GOOD, max: 1 });
    pool.on("error", ignore);
    await pool.query("select 1");
    return { name };
  });
  t.equal(level, "info");
  t.match(line, /^plimsoll: pool "NAME" has 1 hint on its settings\. pool_max_one: /);
});

t.test(
  "a query that the client gave up goes on at the server, beside those of the pool's limit",
  needsDatabase,
  async (t) => {
    const collect = measure();
    const { pool, name } = bareOpen(t, { ...GOOD, max: 1, query_timeout: 200 });
    pool.on("error", ignore);
    await t.rejects(pool.query("select pg_sleep(3)"), { message: "Query read timeout" });
    const { rows } = await pool.query(
      "select count(*)::int from pg_stat_activity where application_name = $1",
      [name],
    );
    t.same(rows, [{ count: 2 }], "a pool of one has two connections at the server");
    t.same(foundRules(await collect(), name), [
      "pool_max_one",
      "query_timeout_before_statement_timeout",
    ]);
  },
);
