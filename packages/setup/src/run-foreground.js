import { spawn } from "node:child_process";

const SIGNALS = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
const SIGNAL_NUMBERS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 };
const GROUP_GRACE_SECONDS = 10;

/**
 * @typedef {object} Foreground
 * @property {string} cwd
 * @property {NodeJS.ProcessEnv} env
 * @property {((chunk: string) => void)} [onOutput] takes its stdout; without it stdout is ours
 * @property {boolean} [isGroup] it is one that leaves its children alone when a signal ends it: a
 *   signal goes to all of them, and 10 s later they are killed
 */

/**
 * Runs a program in the foreground until it ends. Signals that we get are passed on to it, each
 * once, and we wait: it has things of its own to stop. Unless `isGroup`, a terminal's Ctrl-C reaches
 * it directly as well, so it must bear the same signal twice.
 *
 * @param {string} file
 * @param {string[]} args
 * @param {Foreground} options
 * @returns {Promise<{ code: number, signal: NodeJS.Signals | undefined }>} `signal`: the one that we
 *   got meanwhile; `code` is 128 + its number when a signal ended the program
 */
export function runForeground(file, args, { cwd, env, onOutput, isGroup = false }) {
  const child = spawn(file, args, {
    cwd,
    env,
    stdio: [isGroup ? "ignore" : "inherit", onOutput === undefined ? "inherit" : "pipe", "inherit"],
    detached: isGroup, // a process group of its own
  });
  child.stdout?.setEncoding("utf8");
  child.stdout?.on("data", (/** @type {string} */ chunk) => onOutput?.(chunk));
  const passing = passSignals(child, isGroup);
  return new Promise((resolve, reject) => {
    child.on("error", (error) => {
      passing.end();
      reject(error);
    });
    child.on("close", (code, endedBy) => {
      passing.end();
      resolve({ code: code ?? signalCode(endedBy), signal: passing.received() });
    });
  });
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @param {boolean} isGroup
 */
function passSignals(child, isGroup) {
  /** @type {NodeJS.Signals | undefined} */
  let received;
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const send = (/** @type {NodeJS.Signals} */ signal) => {
    try {
      if (isGroup && child.pid !== undefined) process.kill(-child.pid, signal);
      else child.kill(signal);
    } catch {
      // all of them are gone already
    }
  };
  const pass = (/** @type {NodeJS.Signals} */ signal) => {
    if (received === signal) return;
    received = signal;
    send(signal);
    if (isGroup) timer ??= setTimeout(() => send("SIGKILL"), GROUP_GRACE_SECONDS * 1000);
  };
  for (const signal of SIGNALS) process.on(signal, pass);
  return {
    received: () => received,
    end() {
      clearTimeout(timer);
      for (const signal of SIGNALS) process.off(signal, pass);
    },
  };
}

/**
 * The exit code that shells give a program that a signal ended.
 *
 * @param {NodeJS.Signals | null | undefined} signal
 */
export function signalCode(signal) {
  return 128 + (SIGNAL_NUMBERS[/** @type {keyof typeof SIGNAL_NUMBERS} */ (signal)] ?? 9);
}
