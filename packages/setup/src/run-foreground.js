import { spawn } from "node:child_process";

const SIGNALS = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
const SIGNAL_NUMBERS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 };

/**
 * Runs a program in the foreground until it ends. Signals that we get are passed on to it, each
 * once, and we wait: it has things of its own to stop. A terminal's Ctrl-C reaches it directly as
 * well, so it must bear the same signal twice.
 *
 * @param {string} file
 * @param {string[]} args
 * @param {import("node:child_process").SpawnOptions & { onOutput?: (chunk: string) => void }} options
 *   `onOutput` takes its stdout; without it stdout is ours
 * @returns {Promise<{ code: number, signal: NodeJS.Signals | undefined }>} `signal`: the one that we
 *   got meanwhile; `code` is 128 + its number when a signal ended the program
 */
export function runForeground(file, args, { onOutput, ...options }) {
  return new Promise((resolve, reject) => {
    const stdout = onOutput === undefined ? "inherit" : "pipe";
    const child = spawn(file, args, { ...options, stdio: ["inherit", stdout, "inherit"] });
    child.stdout?.setEncoding("utf8");
    child.stdout?.on("data", (/** @type {string} */ chunk) => onOutput?.(chunk));
    /** @type {NodeJS.Signals | undefined} */
    let received;
    const pass = (/** @type {NodeJS.Signals} */ signal) => {
      if (received === signal) return;
      received = signal;
      child.kill(signal);
    };
    for (const signal of SIGNALS) process.on(signal, pass);
    const done = () => {
      for (const signal of SIGNALS) process.off(signal, pass);
    };
    child.on("error", (error) => {
      done();
      reject(error);
    });
    child.on("close", (code, endedBy) => {
      done();
      resolve({ code: code ?? signalCode(endedBy), signal: received });
    });
  });
}

/**
 * The exit code that shells give a program that a signal ended.
 *
 * @param {NodeJS.Signals | null | undefined} signal
 */
export function signalCode(signal) {
  return 128 + (SIGNAL_NUMBERS[/** @type {keyof typeof SIGNAL_NUMBERS} */ (signal)] ?? 9);
}
