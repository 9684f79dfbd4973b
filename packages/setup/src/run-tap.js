import { localBin } from "./bring-packages.js";
import { runForeground } from "./run-foreground.js";
import { createTapReader } from "./tap-summary.js";

/**
 * Runs tap and prints one line per test file, each failure with its details, and what is skipped.
 *
 * @param {import("./context.js").Context} context
 * @param {string[]} files test files; empty = all that `.taprc` includes
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ code: number, signal: NodeJS.Signals | undefined,
 *   summary: import("./tap-summary.js").TapSummary }>} `code` is tap's
 */
export async function runTap({ layout, report }, files, env) {
  const reader = createTapReader({
    onFile({ name, isOk, note }) {
      report.line(`${isOk ? "ok    " : "not ok"} ${name}${note === "" ? "" : ` (${note})`}`);
    },
    onFailure({ path, details }) {
      report.line(`FAILED ${path.join(" > ")}`);
      for (const line of details) report.line(`    ${line}`);
    },
  });
  const { code, signal } = await runForeground(
    localBin(layout, "tap"),
    ["run", "--reporter=tap", "--no-color", ...files],
    { cwd: layout.root, env, onOutput: (chunk) => reader.write(chunk), isGroup: true },
  );
  return { code, signal, summary: reader.end() };
}
