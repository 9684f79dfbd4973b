import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** A running demo.js or pager.js. */
export interface Program {
  readonly process: ChildProcess;
  readonly pid: number;
  output(): string;
  /** Resolves when the output holds `text`; rejects when the program ends before. */
  printed(text: string): Promise<void>;
  /** Exit code, or -1 when a signal ended it. */
  readonly ended: Promise<number>;
}

/** Starts a compiled script of src/. */
export function run(
  script: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Program {
  const file = fileURLToPath(new URL(`../../src/${script}`, import.meta.url));
  const child = spawn(process.execPath, [file, ...args], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text) => (output += String(text)));
  }
  const ended = once(child, "close").then(([code]) => Number(code ?? -1));
  return {
    process: child,
    pid: child.pid ?? 0,
    output: () => output,
    ended,
    async printed(text): Promise<void> {
      while (!output.includes(text)) {
        const how = await Promise.race([once(child.stdout, "data"), ended]);
        if (typeof how === "number" && !output.includes(text)) {
          throw new Error(
            `ended with ${how} before it printed ${JSON.stringify(text)}:\n${output}`,
          );
        }
      }
    },
  };
}
