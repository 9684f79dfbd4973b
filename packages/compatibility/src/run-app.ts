import { spawn } from "node:child_process";
import { once } from "node:events";
import { dirname } from "node:path";

/** An app that runs and listens. */
export interface RunningApp {
  /** Asks `route`, and gives the status and what the app answered. */
  ask(route: string): Promise<{ status: number; answer: unknown }>;
  /** The text of its `/metrics`. */
  scrape(): Promise<string>;
  /** Lets the app end by itself, and gives its exit code and all that it wrote. */
  end(): Promise<Ended>;
  /** Ends it at once, if it has not ended. */
  kill(): void;
}

export interface Ended {
  readonly exitCode: number | null;
  /** What it wrote on stderr beside where the metrics are and what is unwise in the pool's settings. */
  readonly complaints: string;
}

export interface AppToRun {
  readonly file: string;
  readonly flags: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

// An app is there within 2 s on an idle machine; tests share two cores.
const KILL_AFTER_MILLIS = 60_000;

const METRICS_LINE = /^plimsoll: metrics at (\S+)\n/m;
// What is unwise in a library's own defaults is no complaint about how the two get on.
const SETTINGS_LINES = /^plimsoll: pool \S+ has .* on its settings\. .*\n?/gm;

/** Starts an app in a process of its own and waits until it listens. It is killed after 60 s. */
export async function runApp({ file, flags, env }: AppToRun): Promise<RunningApp> {
  // tap adds loader hooks of its own to NODE_OPTIONS of every child.
  const child = spawn("env", ["-u", "NODE_OPTIONS", process.execPath, ...flags, file], {
    cwd: dirname(file),
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...env },
    stdio: ["pipe", "pipe", "pipe"],
    timeout: KILL_AFTER_MILLIS,
    killSignal: "SIGKILL",
  });
  const output = { stdout: "", stderr: "" };
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
  const closed = once(child, "close") as Promise<[number | null]>;
  const port = await new Promise<string | undefined>((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output.stdout += text;
      resolveIfListening(output.stdout, resolve);
    });
    void closed.then(() => resolve(undefined));
  });
  if (port === undefined)
    throw new Error(`${file} ended before it listened:\n${output.stdout}${output.stderr}`);
  return {
    ask: (route) => ask(`http://127.0.0.1:${port}/${route}`),
    scrape: () => scrape(METRICS_LINE.exec(output.stderr)?.[1]),
    async end() {
      child.stdin.end();
      const [exitCode] = await closed;
      return {
        exitCode,
        complaints: output.stderr.replace(METRICS_LINE, "").replaceAll(SETTINGS_LINES, "").trim(),
      };
    },
    kill: () => child.kill("SIGKILL"),
  };
}

function resolveIfListening(stdout: string, resolve: (port: string | undefined) => void): void {
  const [, port] = /^listening on (\d+)$/m.exec(stdout) ?? [];
  if (port !== undefined) resolve(port);
}

async function ask(url: string): Promise<{ status: number; answer: unknown }> {
  const response = await fetch(url);
  const { answer, error } = (await response.json()) as { answer?: unknown; error?: unknown };
  return { status: response.status, answer: answer ?? error };
}

async function scrape(url: string | undefined): Promise<string> {
  if (url === undefined) throw new Error("the app does not say where its metrics are");
  return (await fetch(url)).text();
}
