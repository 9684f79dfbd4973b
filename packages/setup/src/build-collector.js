import { mkdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { lastLines, runProgram } from "./run-program.js";
import { SetupError } from "./setup-error.js";

/** Where `compose/otelcol-builder.yaml` has its output, from the folder that the builder runs in. */
const OUTPUT = "otelcol-build";

/**
 * Has the Collector's builder, which Go has built into `.plimsoll/tools/go-bin`, make a Collector
 * beside itself.
 *
 * @param {import("./layout.js").Layout} layout
 * @param {NodeJS.ProcessEnv} env
 * @param {{ file: string }} go
 * @param {import("./tools.js").Tool & { distribution?: string }} tool
 */
export async function buildCollector({ root, tools, goBin }, env, go, tool) {
  const config = path.join(root, tool.distribution ?? "");
  // A folder of this process, so that two runs do not write each other's sources.
  const folder = path.join(tools, `otelcol-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  try {
    // The builder looks for Go on the PATH only.
    const searched = [path.dirname(go.file), env["PATH"]].filter(Boolean).join(path.delimiter);
    const ended = await runProgram(path.join(goBin, "builder"), ["--config", config], {
      env: { ...env, PATH: searched, GOFLAGS: "" },
      cwd: folder,
    });
    if (ended.code !== 0) {
      throw new SetupError(
        "PLIMSOLL_STEP_FAILED",
        `${tool.name}: \`builder --config ${tool.distribution}\` failed with exit code ${ended.code}. ` +
          `Check the network, or put ${tool.name} ${tool.minimum} or newer on the PATH.\n` +
          lastLines(ended.output),
      );
    }
    renameSync(path.join(folder, OUTPUT, tool.name), path.join(goBin, tool.name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
