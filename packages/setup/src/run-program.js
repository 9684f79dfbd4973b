import { spawn } from "node:child_process";

/**
 * How a program ended. `code` is -1 when it could not be started (then `output` says why) or was
 * ended by a signal.
 * @typedef {{ code: number, output: string }} Ended
 */

const KEPT_CHARACTERS = 20_000; // enough for the last screens of a failed build

/**
 * Runs a program to its end without a shell and collects what it prints (stdout and stderr, in the
 * order of arrival, the last 20,000 characters). Never rejects.
 *
 * @param {string} file
 * @param {string[]} args
 * @param {import("node:child_process").SpawnOptions} [options]
 * @returns {Promise<Ended>}
 */
export function runProgram(file, args, options = {}) {
  return new Promise((resolve) => {
    let output = "";
    const child = spawn(file, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    const keep = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk.toString()).slice(-KEPT_CHARACTERS);
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    child.on("error", (error) => resolve({ code: -1, output: error.message }));
    child.on("close", (code, signal) => {
      resolve({
        code: code ?? -1,
        output: signal === null ? output : `${output}\nended by ${signal}`,
      });
    });
  });
}

/**
 * The last lines of an output, indented for an error message.
 *
 * @param {string} output
 * @param {number} [count]
 */
export function lastLines(output, count = 12) {
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  return lines
    .slice(-count)
    .map((line) => `    ${line}`)
    .join("\n");
}
