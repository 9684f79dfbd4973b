import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import t, { type Test } from "tap";
import { startServer } from "../../src/stack/database.ts";
import { type Processes, trackProcesses } from "../../src/stack/processes.ts";
import { createRunFolder, type RunFolder } from "../../src/stack/run-folder.ts";

function run(t: Test): { processes: Processes; folder: RunFolder; abort: AbortController } {
  const abort = new AbortController();
  const processes = trackProcesses(abort);
  t.teardown(() => processes.stopAll());
  return { processes, abort, folder: createRunFolder(Date.now() / 1000, t.testdir()) };
}

t.test("a restart of the database does not abort the run, its death does", async (t) => {
  const { processes, folder, abort } = run(t);
  const server = await startServer(processes, folder, abort);
  // Longer than from one look at the server to the next.
  await server.restart(1.5);
  const client = new Client({ connectionString: server.url });
  await client.connect();
  await client.end();
  t.notOk(abort.signal.aborted);

  process.kill(server.pid, "SIGKILL");
  if (!abort.signal.aborted) {
    await Promise.race([once(abort.signal, "abort"), delay(10_000, undefined, { ref: false })]);
  }
  t.match(abort.signal.reason, {
    code: "PLIMSOLL_PROCESS_DIED",
    message: /^PostgreSQL: ended by itself\. Its last lines:/,
  });
});

t.test("a run that is stopped within a restart leaves no server", async (t) => {
  const { processes, folder, abort } = run(t);
  const server = await startServer(processes, folder, abort);
  const restarted = t.rejects(server.restart(600));
  await processes.stopAll();
  await restarted;
  await t.rejects(new Client({ connectionString: server.url }).connect(), { code: "ECONNREFUSED" });
  t.notOk(abort.signal.aborted);
});
