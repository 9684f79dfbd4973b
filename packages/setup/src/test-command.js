import { mkdirSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { bringNodeMatrix } from "./bring-node-matrix.js";
import { bringTool } from "./bring-tool.js";
import { bringViewer } from "./bring-viewer.js";
import { prepare } from "./prepare.js";
import { startPostgres } from "./postgres.js";
import { signalCode } from "./run-foreground.js";
import { runProgram } from "./run-program.js";
import { runTap } from "./run-tap.js";
import { selectTests } from "./select-tests.js";
import { judgeTests } from "./test-verdict.js";
import { BROWSER, toolsOfTests } from "./tools.js";

/**
 * `npm test`: all tests, or those named, against a PostgreSQL of their own. Its last line is
 * `N passed, N failed`.
 *
 * @param {import("./context.js").Context} context
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export async function testCommand(context, args) {
  return runTests(context, await prepare(context), args);
}

/**
 * @param {import("./context.js").Context} context
 * @param {string} node
 * @param {string[]} args
 */
export async function runTests(context, node, args) {
  const { layout, report, ownEnv } = context;
  const files = selectTests(layout.root, args);
  const tools = toolsOfTests(files);
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...ownEnv };
  if (files.length === 0 || files.some((file) => file.includes(".launch.test."))) {
    const { output } = await runProgram(node, ["--version"], { env });
    // One waits for the network, the other for the compiler.
    const [matrix] = await Promise.all([
      bringNodeMatrix(context, node, output),
      bringTools(context, tools),
    ]);
    env["PLIMSOLL_NODE_MATRIX"] = JSON.stringify(matrix);
    report.flush();
  }
  if (tools.includes(BROWSER)) {
    await bringViewer(context, node);
    report.flush();
  }
  const postgres = await startTestPostgres(context);
  env["DATABASE_URL"] = postgres.url;
  try {
    const { code, signal, summary } = await runTap(context, files, env);
    const verdict = judgeTests(summary, code);
    await postgres.stop();
    for (const remark of verdict.remarks) report.line(remark);
    report.line(verdict.lastLine);
    return signal === undefined ? verdict.exitCode : signalCode(signal);
  } finally {
    await postgres.stop();
  }
}

/**
 * @param {import("./context.js").Context} context
 * @param {readonly import("./tools.js").Tool[]} tools
 */
async function bringTools(context, tools) {
  for (const tool of tools) await bringTool(context, tool);
}

/** @param {import("./context.js").Context} context */
async function startTestPostgres({ layout, report }) {
  removeDeadRuns(layout.runs);
  const dataDir = path.join(layout.runs, `test-${process.pid}`);
  return report.step("PostgreSQL for the tests", () =>
    startPostgres({
      dataDir,
      isTemporary: true,
      // Test data need not outlive a power cut.
      settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off" },
      log: (line) => report.line(line),
    }),
  );
}

/**
 * Deletes what runs left behind that were killed before they could.
 *
 * @param {string} runs
 */
function removeDeadRuns(runs) {
  mkdirSync(runs, { recursive: true });
  for (const name of readdirSync(runs)) {
    const pid = Number(/^test-(\d+)/.exec(name)?.[1]);
    if (pid > 0 && pid !== process.pid && !isAlive(pid)) {
      rmSync(path.join(runs, name), { recursive: true, force: true });
    }
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}
