import { lastLines, runProgram } from "./run-program.js";
import { SetupError } from "./setup-error.js";

const BUILD = "packages/dashboard-viewer/web/build.js";
/** Measured on 2 cores that others used too: 74 s for npm's 470 packages, 10 s for the bundle. */
const EXPECTED_SECONDS = 90;

/**
 * Builds the page of the dashboard viewer, once per state of its sources. The 480 MB that it is built from stay in its folder.
 *
 * @param {import("./context.js").Context} context
 * @param {string} node
 */
export async function bringViewer({ layout, report, ownEnv }, node) {
  const options = { cwd: layout.root, env: ownEnv };
  const { code } = await runProgram(node, [BUILD, "--check"], options);
  if (code === 0) {
    report.there("dashboard viewer");
    return;
  }
  const act = async () => {
    const ended = await runProgram(node, [BUILD], options);
    if (ended.code === 0) return;
    throw new SetupError(
      "PLIMSOLL_STEP_FAILED",
      `dashboard viewer: \`node ${BUILD}\` failed with exit code ${ended.code}.\n` +
        lastLines(ended.output, 40),
    );
  };
  await report.step("dashboard viewer from npm packages", act, EXPECTED_SECONDS);
}
