import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import t from "tap";
import { isAlive } from "../../src/stack/kill-group.ts";
import type { ChildSpec } from "../../src/stack/child.ts";
import { trackProcesses } from "../../src/stack/processes.ts";
import { survivors } from "../descendants.ts";

function program(folder: string, code: string, more: Partial<ChildSpec> = {}): ChildSpec {
  return {
    name: "program",
    command: process.execPath,
    args: ["--eval", code],
    env: {},
    logFile: join(folder, "program.log"),
    ...more,
  };
}

const WAIT = "setInterval(() => {}, 1000);";

t.test("a program that ends by itself aborts the run with its last lines", async (t) => {
  const abort = new AbortController();
  const processes = trackProcesses(abort);
  t.teardown(() => processes.stopAll());
  await processes.start(
    program(t.testdir(), 'console.error("no disk left"); process.exitCode = 3;'),
  );
  if (!abort.signal.aborted) await once(abort.signal, "abort");
  t.match(abort.signal.reason, {
    code: "PLIMSOLL_PROCESS_DIED",
    message: /^program: ended by itself with code 3\. Its last lines [\s\S]*no disk left/,
  });
});

t.test("a port that was taken in between is named as the reason", async (t) => {
  const abort = new AbortController();
  const processes = trackProcesses(abort);
  t.teardown(() => processes.stopAll());
  const words = "listen tcp 127.0.0.1:1: bind: address already in use";
  await processes.start(
    program(t.testdir(), `console.error(${JSON.stringify(words)}); process.exit(1);`),
  );
  if (!abort.signal.aborted) await once(abort.signal, "abort");
  t.match(abort.signal.reason.message, /Another program took its port first\. Run it again\./);
});

t.test("a program that is not on the PATH is an error that says what brings it", async (t) => {
  const processes = trackProcesses(new AbortController());
  t.teardown(() => processes.stopAll());
  await t.rejects(processes.start(program(t.testdir(), "", { command: "no-such-tool" })), {
    code: "PLIMSOLL_TOOL_MISSING",
    message: /^program: no program "no-such-tool" on the PATH/,
  });
});

t.test(
  "stopping ends each program, also one that ignores the request, and is no failure",
  async (t) => {
    const abort = new AbortController();
    const processes = trackProcesses(abort);
    const folder = t.testdir();
    const tame = await processes.start(program(folder, WAIT));
    const stubborn = await processes.start(
      program(folder, `process.on("SIGTERM", () => {}); console.log("ready"); ${WAIT}`, {
        stopSeconds: 0.2,
      }),
    );
    while (!stubborn.lastOutput().includes("ready")) await new Promise(setImmediate);
    await processes.stopAll();
    t.equal(isAlive(tame.pid), false);
    t.equal(stubborn.endedBy(), "signal SIGKILL");
    t.equal(abort.signal.aborted, false);
  },
);

t.test(
  "what is added after the stop is stopped at once, and nothing starts in an aborted run",
  async (t) => {
    const abort = new AbortController();
    const processes = trackProcesses(abort);
    await processes.stopAll();
    let isStopped = false;
    await processes.add(async () => void (isStopped = true));
    t.equal(isStopped, true);
    abort.abort(new Error("enough"));
    await t.rejects(processes.start(program(t.testdir(), WAIT)), { message: "enough" });
  },
);

t.test("children end also when their owner is killed", async (t) => {
  const script = fileURLToPath(new URL("../fixtures/start-and-wait.js", import.meta.url));
  const owner = spawn(process.execPath, [script, join(t.testdir(), "log")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(owner.stdout, "data");
  const child = Number(String(line));
  t.equal(isAlive(child), true);
  owner.kill("SIGKILL");
  t.same(await survivors([child], 15), []);
});
