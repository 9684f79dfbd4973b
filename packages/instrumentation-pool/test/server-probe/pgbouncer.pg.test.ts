import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import t, { type Test } from "tap";
import { needsDatabase, serverOptions, until } from "../database.ts";
import { collectWarnings } from "../warnings.ts";
import { asSuperuser, ownDatabase } from "./own-database.ts";
import { openInstance } from "./probed.ts";

const hasPgBouncer = spawnSync("pgbouncer", ["--version"]).status === 0;
const needsPgBouncer = {
  skip:
    needsDatabase.skip ||
    (!hasPgBouncer && "no pgbouncer on the PATH: `apt-get install pgbouncer`"),
};

/** PgBouncer in front of the test's server; ends with the test. */
async function startPgBouncer(t: Test, mode: string): Promise<{ host: string; port: number }> {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as AddressInfo;
  listener.close();
  await once(listener, "close");
  const { host, port: serverPort, user, password } = serverOptions();
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-pgbouncer-"));
  const file = join(folder, "pgbouncer.ini");
  const lines = [
    "[databases]",
    `* = host=${host} port=${serverPort} user=${user} password=${String(password)}`,
    "[pgbouncer]",
    "listen_addr = 127.0.0.1",
    `listen_port = ${port}`,
    "unix_socket_dir =",
    "auth_type = any",
    `pool_mode = ${mode}`,
  ];
  writeFileSync(file, lines.join("\n"));
  chmodSync(folder, 0o755);
  const isRoot = process.getuid?.() === 0;
  const args = isRoot ? ["-u", "nobody", file] : [file];
  const child = spawn("pgbouncer", args, { stdio: "ignore" });
  t.teardown(async () => {
    child.kill("SIGKILL");
    if (child.exitCode === null) await once(child, "exit");
    rmSync(folder, { recursive: true, force: true });
  });
  await until("PgBouncer takes connections", async () => {
    const client = new pg.Client({ ...serverOptions(), host: "127.0.0.1", port });
    client.on("error", () => undefined);
    return client.connect().then(
      () => client.end().then(() => true),
      () => false,
    );
  });
  return { host: "127.0.0.1", port };
}

for (const mode of ["transaction", "session"])
  t.test(
    `behind PgBouncer in ${mode} mode no lock is taken, no setting is left behind, and a warning says why`,
    needsPgBouncer,
    async (t) => {
      const warnings = collectWarnings(t);
      const database = await ownDatabase(t);
      const address = await startPgBouncer(t, mode);
      const { instance } = openInstance(t, { ...address, database });
      t.equal((await instance.pass(1)).number("probeSuccess"), 0);
      t.match(warnings[0]?.[0], /failed \(POOLER\).*PgBouncer/);
      const locks = await asSuperuser(
        `select from pg_locks l join pg_database d on d.oid = l.database where locktype = 'advisory' and datname = '${database}'`,
      );
      t.equal(locks.length, 0);
      const through = { ...address, database };
      const [row] = await asSuperuser(
        "select current_setting('statement_timeout') as value",
        through,
      );
      t.equal(row?.["value"], "0");
      const direct = openInstance(t, { database }).instance;
      t.equal((await direct.pass(1)).number("probeSuccess"), 1, "a direct pool is probed");
    },
  );
