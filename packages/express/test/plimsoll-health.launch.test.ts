import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import t, { type Test } from "tap";
import { startSilentServer } from "./readiness/silent-server.ts";

function launch(t: Test, fixture: string, ...args: string[]): ChildProcess {
  const file = fileURLToPath(new URL(`fixtures/${fixture}.js`, import.meta.url));
  const child = spawn(process.execPath, [file, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  t.teardown(() => child.kill("SIGKILL"));
  return child;
}

/** The lines on stdout, and how the process ended. */
async function untilEnd(child: ChildProcess, onLine: (line: string) => void = () => {}) {
  const lines: string[] = [];
  createInterface(child.stdout!).on("line", (line) => {
    lines.push(line);
    onLine(line);
  });
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  return { lines, code, signal };
}

t.test("neither the timers nor a probe that hangs keep the process alive", async (t) => {
  const silent = await startSilentServer(t);
  const app = launch(t, "idle-app", String(silent.port));
  t.strictSame(await untilEnd(app), { lines: ["starting"], code: 0, signal: null });
  t.equal(silent.mostOpen(), 1, "the probe was under way");
});

t.test("SIGTERM makes the app not ready before its own handler runs", async (t) => {
  const app = launch(t, "sigterm-app", "with-handler");
  const end = await untilEnd(app, (line) => void (line === "ready" && app.kill("SIGTERM")));
  t.strictSame(end, { lines: ["ready", "shutting_down"], code: 0, signal: null });
});

t.test("SIGTERM still ends an app that has no handler of its own", async (t) => {
  const app = launch(t, "sigterm-app");
  const end = await untilEnd(app, () => void app.kill("SIGTERM"));
  t.strictSame(end, { lines: ["ready"], code: null, signal: "SIGTERM" });
});
