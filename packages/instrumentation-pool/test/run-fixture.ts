import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a fixture in a process of its own, with the library as it is or measured. */
export function runFixture(fixture: string, kind: "bare" | "measured" | "import" | "require"): Run {
  const script = new URL(`../../test/fixtures/${fixture}.mjs`, import.meta.url);
  const { status, stdout, stderr } = spawnSync(process.execPath, [fileURLToPath(script), kind], {
    encoding: "utf8",
    timeout: 30_000,
  });
  return { status, stdout: withoutOurFrames(stdout), stderr: withoutOurFrames(stderr) };
}

/** Our methods stand between the app's frame and the library's where that makes an error before it returns. */
function withoutOurFrames(text: string): string {
  return text
    .split("\n")
    .filter((line) => !/^"?\s*at .*instrumentation-pool\/(dist\/)?src\//.test(line.trim()))
    .join("\n")
    .replaceAll(/\(node:\d+\)/g, "(node)");
}
