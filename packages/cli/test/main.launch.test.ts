import { spawnSync } from "node:child_process";
import { join } from "node:path";
import t from "tap";

const MAIN = join(import.meta.dirname, "../src/main.js");

t.test("the process ends with the command's code and prints to the right stream", (t) => {
  t.match(plimsoll("--help"), { status: 0, stdout: /^Usage: plimsoll/, stderr: "" });
  t.match(plimsoll("alarms"), { status: 2, stdout: "", stderr: /unknown command "alarms"/ });
  const out = t.testdir();
  t.match(plimsoll("alerts", "--out", out), { status: 0, stdout: /rules\.yml\n/, stderr: "" });
  t.match(plimsoll("alerts", "--out", out, "--check"), { status: 0, stdout: "" });
  t.end();
});

function plimsoll(...args: readonly string[]) {
  return spawnSync(process.execPath, [MAIN, ...args], { encoding: "utf8" });
}
