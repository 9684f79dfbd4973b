import { existsSync, readFileSync } from "node:fs";
import { startPostgres } from "@plimsoll/setup";
import t from "tap";
import { startNeighbour } from "../../src/fault/busy-neighbour.ts";
import { until } from "../../src/until.ts";
import { withClient } from "../../src/with-client.ts";

const server = await startPostgres({ dataDir: `${t.testdir()}/data`, isTemporary: true });
t.teardown(() => server.stop());

const TICKS_PER_SECOND = 100; // USER_HZ of Linux, for user space always.

/** Process ids of the neighbour's sessions. */
async function backends(): Promise<number[]> {
  return withClient(server.url, async (client) => {
    const sql = "SELECT pid FROM pg_stat_activity WHERE datname = 'neighbour'";
    return (await client.query<{ pid: number }>(sql)).rows.map(({ pid }) => pid);
  });
}

async function hasDatabase(): Promise<boolean> {
  return withClient(server.url, async (client) => {
    const { rows } = await client.query("SELECT FROM pg_database WHERE datname = 'neighbour'");
    return rows.length > 0;
  });
}

/** CPU seconds that these processes have used so far: fields 14 and 15 of /proc/PID/stat. */
function cpuSeconds(pids: readonly number[]): number {
  const ticks = pids.map((pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return Number(fields[11]) + Number(fields[12]);
  });
  return ticks.reduce((sum, one) => sum + one, 0) / TICKS_PER_SECOND;
}

t.test("a neighbour works in a database of its own until it is stopped", async (t) => {
  const neighbour = await startNeighbour(server.url, { seconds: 600 });
  t.teardown(() => neighbour.stop());
  t.ok(await until(20, async () => (await backends()).length === 4 && neighbour.count() >= 8));
  await neighbour.stop();
  await neighbour.stop();
  t.notOk(await hasDatabase());
});

t.test("a neighbour falls silent by itself when its time is over", async (t) => {
  const neighbour = await startNeighbour(server.url, { clients: 2, seconds: 1 });
  t.teardown(() => neighbour.stop());
  t.ok(await until(20, async () => neighbour.count() > 0));
  t.ok(await until(20, async () => (await backends()).length === 0));
});

t.test(
  "a neighbour uses no more CPU than asked for",
  { skip: existsSync("/proc/self/stat") ? false : "no /proc to read CPU times from" },
  async (t) => {
    const cores = 0.2;
    const neighbour = await startNeighbour(server.url, { clients: 4, cores, seconds: 600 });
    t.teardown(() => neighbour.stop());
    // After the first statements, which all start at once.
    t.ok(await until(20, async () => neighbour.count() >= 4));
    const pids = await backends();
    const [startedAt, before, done] = [performance.now(), cpuSeconds(pids), neighbour.count()];
    t.ok(await until(60, async () => neighbour.count() >= done + 24));
    const used = (cpuSeconds(pids) - before) / ((performance.now() - startedAt) / 1000);
    t.comment(`${used.toFixed(3)} cores`);
    t.ok(used > 0.01, `${used} cores`);
    t.ok(used <= cores * 1.25, `${used} cores`);
  },
);
