import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import t from "tap";
import { allGone } from "./processes.js";

const MODULE = fileURLToPath(new URL("../src/run-foreground.js", import.meta.url));

/**
 * Runs `runForeground` in a process of its own, so that signals reach no one else.
 *
 * @param {import("tap").Test} t
 * @param {string} shellScript the program
 * @param {boolean} isGroup
 */
function launch(t, shellScript, isGroup) {
  const options = `{ cwd: "/", env: process.env, isGroup: ${isGroup} }`;
  const script = `
    import { runForeground } from ${JSON.stringify(MODULE)};
    const ended = await runForeground("/bin/sh", ["-c", ${JSON.stringify(shellScript)}], ${options});
    process.stdout.write("ended " + JSON.stringify(ended) + "\\n");`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    cwd: path.dirname(MODULE),
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.teardown(() => child.kill("SIGKILL"));
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  const until = (/** @type {RegExp} */ pattern) =>
    new Promise((resolve) => {
      const look = () => {
        const match = pattern.exec(output);
        if (match !== null) resolve(match[1]);
      };
      child.stdout.on("data", look);
      look();
    });
  return { child, until, ended: async () => JSON.parse(await until(/^ended (.*)$/m)) };
}

t.test("the exit code of the program is handed back", async (t) => {
  const run = launch(t, "exit 7", false);
  t.same(await run.ended(), { code: 7 });
});

t.test("a signal is passed on, and the program may end in its own way", async (t) => {
  const script = `trap 'echo got; exit 5' TERM; echo ready; while :; do sleep 0.05; done`;
  const run = launch(t, script, false);
  await run.until(/(ready)/);
  run.child.kill("SIGTERM");
  t.same(await run.ended(), { code: 5, signal: "SIGTERM" });
});

t.test("a signal to a group ends the children of the program too", async (t) => {
  const run = launch(t, `sleep 60 & echo child $!; wait`, true);
  const pid = Number(await run.until(/child (\d+)/));
  run.child.kill("SIGTERM");
  t.same(await run.ended(), { code: 143, signal: "SIGTERM" });
  t.ok(await allGone([pid]));
});
