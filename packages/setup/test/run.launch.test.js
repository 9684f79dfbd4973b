import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import t from "tap";

const RUN = fileURLToPath(new URL("../src/run.js", import.meta.url));

/**
 * @param {string[]} argv
 * @param {NodeJS.ProcessEnv} [env]
 */
function run(argv, env = process.env) {
  const ended = spawnSync(process.execPath, [RUN, ...argv], { encoding: "utf8", env });
  return { code: ended.status, stdout: ended.stdout, stderr: ended.stderr };
}

t.test("help goes to stdout with exit code 0", async (t) => {
  t.match(run(["demo", "--help"]), { code: 0, stdout: /^npm run demo/, stderr: "" });
  t.match(run(["drill", "--help"]), { code: 0, stdout: /^npm run drill/, stderr: "" });
  t.match(run(["test", "--help"]), { code: 0, stdout: /^npm test/, stderr: "" });
  t.match(run(["check", "--help"]), { code: 0, stdout: /^npm run check/, stderr: "" });
});

t.test("wrong use goes to stderr with exit code 2 and no stack", async (t) => {
  const ended = run(["nonsense"]);
  t.match(ended, { code: 2, stdout: "", stderr: /^command must be demo, drill, test or check/ });
  t.notMatch(ended.stderr, /\bat .*\.js:\d+/);
});
