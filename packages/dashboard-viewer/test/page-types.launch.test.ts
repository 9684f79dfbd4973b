import { execFile } from "node:child_process";
import { promisify } from "node:util";
import t from "tap";
import { ROOT } from "./repository.ts";

t.test("the page's sources have no type error: its bundler does not look at types", async (t) => {
  const tsc = `${ROOT}/node_modules/.bin/tsc`;
  const run = promisify(execFile);
  // Without tap's own NODE_OPTIONS, under which TypeScript 7 does not start.
  const args = ["-u", "NODE_OPTIONS", tsc, "-p", "packages/dashboard-viewer/web"];
  await t.resolves(run("env", args, { cwd: ROOT }));
});
