import type { Test } from "tap";
import { killBackends, pause, until } from "./database.ts";
import type { Open } from "./measured-pool.ts";

/**
 * 120 queries on 3 connections, some failing, some too late, while all backends are ended three times: then everything adds up.
 * @param losesQueries the library never answers some of the queries whose backend ended: then none is ended
 */
export async function survivesChurn(t: Test, open: Open, losesQueries = false): Promise<void> {
  const { pool, read, untilAgreed } = open(t, { max: 3 });
  await pool.query("select 1");
  pool.setAcquireTimeout?.(0.1);
  const ways = ["select 1", "select pg_sleep(0.03)", "select 1/0", "select pg_sleep(0.2)"];
  const ended = { answered: 0, failed: 0 };
  const work = async (caller: number) => {
    for (let i = 0; i < 10; i += 1) {
      const sql = ways[(caller + i) % ways.length] ?? "";
      await pool.query(sql).then(
        () => (ended.answered += 1),
        () => (ended.failed += 1),
      );
    }
  };
  const callers = Promise.all(Array.from({ length: 12 }, (_, caller) => work(caller)));
  for (let i = 0; i < 3; i += 1) {
    await pause(0.1);
    if (!losesQueries) await killBackends(pool.name);
    const { used, connecting } = (await read()).connections;
    t.ok(used + connecting <= 3, `${used} used and ${connecting} connecting of 3`);
  }
  await callers;
  await until("all given back", async () => (await read()).connections.used === 0);
  await until("the last close", async () => (await read()).connections.closing === 0);
  await untilAgreed();
  const seen = await read();
  const { timeout = 0, failed = 0, ...granted } = seen.outcomes;
  const grants = Object.values(granted).reduce((total, count) => total + count, 0);
  t.equal(ended.answered + ended.failed, 120);
  t.equal(timeout > 0, pool.setAcquireTimeout !== undefined, `${timeout} timeouts`);
  t.ok(timeout + failed <= ended.failed, `${failed} more got no connection`);
  t.ok(grants > ended.answered, "an SQL error has a connection too");
  t.equal(seen.histogram("useTime").count, grants);
  t.equal(seen.histogram("waitTime").count, grants);
  t.equal(seen.number("pendingRequests"), 0);
  t.equal(seen.number("oldestSeconds", "holder"), 0);
  t.equal(seen.number("oldestSeconds", "query"), 0);
  await pause(0.02);
  t.equal((await read()).number("usedSeconds"), seen.number("usedSeconds"), "no hold goes on");
}
