import { mkdirSync } from "node:fs";
import path from "node:path";
import { buildCollector } from "./build-collector.js";
import { findExecutable } from "./find-executable.js";
import { lastLines, runProgram } from "./run-program.js";
import { SetupError } from "./setup-error.js";

/**
 * Go's command: the PATH's, or where Go's own archive is unpacked to.
 *
 * @param {import("./context.js").Context} context
 */
export function findGo({ folders, machine }) {
  const file = findExecutable(["go"], [...folders, machine.goFolder]);
  if (file === undefined) return undefined;
  return {
    file,
    /**
     * Where `go install` puts what people build themselves.
     * @param {NodeJS.ProcessEnv} env
     */
    async binFolder(env) {
      const ended = await runProgram(file, ["env", "GOPATH"], { env });
      // GOPATH may be a list; `go install` uses its first folder.
      const first = ended.output.trim().split(path.delimiter, 1)[0] ?? "";
      return ended.code === 0 && first !== "" ? path.join(first, "bin") : "";
    },
  };
}

/**
 * Builds a tool into `.plimsoll/tools/go-bin`.
 *
 * @param {import("./context.js").Context} context
 * @param {{ file: string }} go
 * @param {import("./tools.js").Tool} tool
 */
export async function goInstall({ layout, report, env }, go, tool) {
  mkdirSync(layout.goBin, { recursive: true });
  const act = async () => {
    // GOFLAGS such as -mod=vendor, made for another project, would stop the build.
    const goEnv = { ...env, GOBIN: layout.goBin, GOFLAGS: "" };
    const ended = await runProgram(go.file, ["install", tool.go], {
      env: goEnv,
      cwd: layout.goBin,
    });
    if (ended.code === 0) {
      if (tool.distribution !== undefined) await buildCollector(layout, env, go, tool);
      return;
    }
    throw new SetupError(
      "PLIMSOLL_STEP_FAILED",
      `${tool.name}: \`go install ${tool.go}\` failed with exit code ${ended.code}. ` +
        `Check the network, or put ${tool.name} ${tool.minimum} or newer on the PATH.\n` +
        lastLines(ended.output),
    );
  };
  await report.step(`${tool.name} by go install ${tool.go}`, act, tool.goSeconds);
}
