import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "./free-port.js";
import { SetupError } from "./setup-error.js";

const START_SECONDS = 60; // recovery after a crash included
const STOP_SECONDS = 20; // then no more patience: the crash-safe way
const PORT_ATTEMPTS = 3; // another process may take a free port before the server does
const KEPT_LINES = 40;
const READY = /database system is ready to accept (?:read-only )?connections/; // read-only: a standby

/**
 * Starts the server under its supervisor and waits until it takes connections.
 *
 * @param {{ place: import("./postgres-place.js").Place,
 *   settings: Readonly<Record<string, string | number | boolean>>,
 *   onServerLine: ((line: string) => void) | undefined,
 *   port?: number }} wanted port: any free one when left out
 */
export async function launchServer(wanted) {
  for (let attempt = 1; ; attempt += 1) {
    const port = wanted.port ?? (await freePort());
    const server = superviseServer(wanted, port);
    const problem = await server.ready;
    if (problem === undefined) {
      const lock = readFileSync(path.join(wanted.place.dataDir, "postmaster.pid"), "utf8");
      return { port, pid: Number(lock.split("\n", 1)[0]), ...server };
    }
    await server.stop();
    const log = server.lastLog().join("\n    ");
    if (attempt < PORT_ATTEMPTS && log.includes("Address already in use")) continue;
    throw new SetupError(
      "PLIMSOLL_POSTGRES_FAILED",
      `PostgreSQL: ${problem} (data folder ${wanted.place.dataDir}, port ${port}). ` +
        `Its log ends with:\n    ${log}`,
    );
  }
}

/**
 * @param {Parameters<typeof launchServer>[0]} wanted
 * @param {number} port
 */
function superviseServer(wanted, port) {
  const supervisor = spawnSupervisor(wanted, port);
  /** @type {string[]} */
  const log = [];
  let isGone = false;
  let isAsked = false;
  const gone = new Promise((resolve) => supervisor.once("close", resolve));
  void gone.then(() => (isGone = true));
  const ready = new Promise((resolve) => {
    const late = `took no connections within ${START_SECONDS} s`;
    const timer = setTimeout(() => resolve(late), START_SECONDS * 1000);
    const settle = (/** @type {string | undefined} */ problem) => {
      clearTimeout(timer);
      resolve(problem);
    };
    supervisor.once("error", (error) => settle(`could not be started: ${error.message}`));
    supervisor.once("close", (code) => settle(`ended at its start with exit code ${code}`));
    readLines(supervisor.stderr, (line) => {
      log.push(line);
      if (log.length > KEPT_LINES) log.shift();
      wanted.onServerLine?.(line);
      if (READY.test(line)) settle(undefined);
    });
  });
  supervisor.stdin.on("error", () => {}); // it may be gone already
  return {
    /** Undefined when the server takes connections, else what went wrong. */
    ready: /** @type {Promise<string | undefined>} */ (ready),
    lastLog: () => [...log],
    /** Whether it ended without having been asked to. */
    hasDied: () => isGone && !isAsked,
    async stop() {
      isAsked = true;
      supervisor.stdin.write("stop\n");
      const timer = setTimeout(() => supervisor.stdin.end(), STOP_SECONDS * 1000);
      await gone;
      clearTimeout(timer);
    },
  };
}

/**
 * @param {Parameters<typeof launchServer>[0]} wanted
 * @param {number} port
 */
function spawnSupervisor({ place, settings }, port) {
  const { native, dataDir, user } = place;
  const script = fileURLToPath(new URL("postgres-supervisor.js", import.meta.url));
  const owner = user === undefined ? "" : `${user.uid}:${user.gid}`;
  const given = Object.entries({ ...settings, port }).flatMap(([name, value]) => [
    "-c",
    `${name}=${value}`,
  ]);
  const server = [path.join(native, "bin", "postgres"), "-D", dataDir, ...given];
  // A session of its own: a terminal's Ctrl-C must not stop the server under those who use it.
  return spawn(process.execPath, [script, owner, ...server], {
    cwd: "/",
    env: serverEnv(),
    stdio: ["pipe", "ignore", "pipe"],
    detached: true,
  });
}

/**
 * @param {import("node:stream").Readable} stream
 * @param {(line: string) => void} onLine
 */
function readLines(stream, onLine) {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (/** @type {string} */ chunk) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line);
  });
}

/** The environment of the server: none of the PG* variables that would change what it does. */
export function serverEnv() {
  const { PATH = "/usr/bin:/bin", TZ } = process.env;
  return { PATH, LC_ALL: "C", ...(TZ !== undefined && { TZ }) };
}
