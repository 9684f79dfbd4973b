import { spawn } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import t from "tap";
import { startPostgres } from "@plimsoll/setup";
import { allGone, childrenOf } from "./processes.js";
import { query } from "./query.js";

const onlyRoot = {
  skip: process.getuid?.() === 0 ? false : "only root's servers run as another user",
};

t.test("a server starts in an empty folder, answers, and is gone after stop", async (t) => {
  const dataDir = path.join(t.testdir(), "data");
  const lines = [];
  const settings = { max_connections: 17 };
  const postgres = await startPostgres({ dataDir, settings, onServerLine: (l) => lines.push(l) });
  t.teardown(() => postgres.stop());
  t.match(postgres, { host: "127.0.0.1", user: "plimsoll" });
  t.match(postgres.url, /^postgres:\/\/plimsoll:[0-9a-f]{36}@127\.0\.0\.1:\d+\/postgres$/);
  t.same(await query(postgres.url, "SHOW max_connections"), [{ max_connections: "17" }]);
  t.same(await query(postgres.url, "SHOW unix_socket_directories"), [
    { unix_socket_directories: "" },
  ]);
  t.ok(lines.some((line) => line.includes("ready to accept connections")));

  const pids = [postgres.pid, ...childrenOf(postgres.pid)];
  t.ok(pids.length > 3, "the server has processes of its own");
  await postgres.stop();
  await postgres.stop();
  t.ok(await allGone(pids));
  t.ok(existsSync(path.join(postgres.dataDir, "PG_VERSION")), "the data stays");
});

t.test("the server never runs as root, and nobody gets in without the password", async (t) => {
  const dataDir = path.join(t.testdir(), "data");
  const postgres = await startPostgres({ dataDir, isTemporary: true });
  t.teardown(() => postgres.stop());
  if (existsSync("/proc/self/status")) {
    const uids = /^Uid:(.*)$/m.exec(readFileSync(`/proc/${postgres.pid}/status`, "utf8"));
    t.notOk(uids?.[1]?.trim().split(/\s+/).includes("0"), "none of its four user ids is 0");
  }
  t.not(statSync(postgres.dataDir).uid, 0);
  t.equal(statSync(postgres.dataDir).mode & 0o077, 0);
  const wrong = postgres.url.replace(postgres.password, "wrong");
  await t.rejects(query(wrong, "SELECT 1"), { code: "28P01" });
  await postgres.stop();
  t.notOk(existsSync(postgres.dataDir), "temporary data is deleted");
});

t.test("databases are created with any name and dropped with their connections", async (t) => {
  const postgres = await startPostgres({ dataDir: path.join(t.testdir(), "d"), isTemporary: true });
  t.teardown(() => postgres.stop());
  const url = await postgres.createDatabase('odd "name" é');
  t.same(await query(url, "SELECT current_database() AS name"), [{ name: 'odd "name" é' }]);
  await t.rejects(postgres.createDatabase('odd "name" é'), { code: "42P04" });

  const held = new pg.Client({ connectionString: url });
  held.on("error", () => {});
  await held.connect();
  await postgres.dropDatabase('odd "name" é');
  await postgres.dropDatabase('odd "name" é');
  await t.rejects(query(url, "SELECT 1"), { code: "3D000" });
  await held.end().catch(() => {});
});

t.test(
  "data outlives a crash of the server, and a lock file that another process's id is in",
  async (t) => {
    const dataDir = path.join(t.testdir(), "data");
    const first = await startPostgres({ dataDir });
    t.teardown(() => first.stop());
    await query(first.url, "CREATE TABLE kept AS SELECT 42 AS answer");
    const pids = [first.pid, ...childrenOf(first.pid)];
    const lock = readFileSync(path.join(first.dataDir, "postmaster.pid"), "utf8");
    process.kill(first.pid, "SIGKILL");
    t.ok(await allGone(pids));
    // As after a restart of the machine: the id belongs to some other living process.
    const reused = lock.replace(/^\d+/, String(process.pid));
    writeFileSync(path.join(first.dataDir, "postmaster.pid"), reused);

    const second = await startPostgres({ dataDir });
    t.teardown(() => second.stop());
    t.same(await query(second.url, "SELECT answer FROM kept"), [{ answer: 42 }]);
    await second.stop();
  },
);

t.test("a folder that a server runs on is refused with that server's process id", async (t) => {
  const dataDir = path.join(t.testdir(), "data");
  const postgres = await startPostgres({ dataDir });
  t.teardown(() => postgres.stop());
  await t.rejects(startPostgres({ dataDir }), {
    code: "PLIMSOLL_POSTGRES_FAILED",
    message: new RegExp(`process ${postgres.pid} runs a server on .*kill -INT ${postgres.pid}`),
  });
  t.same(await query(postgres.url, "SELECT 1 AS one"), [{ one: 1 }], "and it goes on");
});

t.test("a folder with other files in it is refused and left as it is", async (t) => {
  const dataDir = t.testdir({ "letter.txt": "dear reader" });
  await t.rejects(startPostgres({ dataDir }), { message: /holds (other )?files/ });
  t.equal(readFileSync(path.join(dataDir, "letter.txt"), "utf8"), "dear reader");
});

t.test(
  "data lies elsewhere when the server's user cannot reach the folder",
  onlyRoot,
  async (t) => {
    const home = mkdtempSync(path.join(os.tmpdir(), "plimsoll-private-")); // mode 700, root's
    t.teardown(() => rmSync(home, { recursive: true, force: true }));
    const dataDir = path.join(home, "data");
    const lines = [];
    const log = (/** @type {string} */ line) => lines.push(line);
    const first = await startPostgres({ dataDir, log });
    t.teardown(() => first.stop());
    t.match(lines.join("\n"), `cannot reach ${dataDir}; the data lies in ${first.dataDir}`);
    await query(first.url, "CREATE TABLE kept AS SELECT 42 AS answer");
    await first.stop();

    const second = await startPostgres({ dataDir, isTemporary: true });
    t.teardown(() => second.stop());
    t.same(await query(second.url, "SELECT answer FROM kept"), [{ answer: 42 }], "the same data");
    await second.stop();
    t.same(readdirSync(home), []);
    t.notOk(existsSync(first.dataDir), "both places are gone");

    const third = await startPostgres({ dataDir });
    await third.stop();
    rmSync(dataDir); // as its owner would: the link is all he knows of
    const fourth = await startPostgres({ dataDir, isTemporary: true });
    await fourth.stop();
    t.notOk(existsSync(third.dataDir), "data that nothing leads to is deleted");
  },
);

t.test("a setting that the server refuses is told in its own words", async (t) => {
  const dataDir = path.join(t.testdir(), "data");
  const settings = { max_connections: "many" };
  await t.rejects(startPostgres({ dataDir, settings }), {
    code: "PLIMSOLL_POSTGRES_FAILED",
    message: /ended at its start[^]*invalid value for parameter "max_connections": "many"/,
  });
});

t.test("the server is gone when the process that started it was killed", async (t) => {
  const dataDir = path.join(t.testdir(), "data");
  const script = `
    import { startPostgres } from "@plimsoll/setup";
    const postgres = await startPostgres({ dataDir: ${JSON.stringify(dataDir)} });
    process.stdout.write(postgres.pid + "\\n");`;
  const cwd = path.join(import.meta.dirname, "..");
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    cwd,
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.teardown(() => child.kill("SIGKILL"));
  const pid = await new Promise((resolve) => {
    child.stdout.once("data", (chunk) => resolve(Number(chunk.toString())));
  });
  const pids = [pid, ...childrenOf(pid)];
  child.kill("SIGKILL");
  t.ok(pid > 0);
  t.ok(await allGone(pids));
});
