import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { type Errand, OUTCOME, type Payload } from "./errand.ts";

// In a CommonJS bundle esbuild leaves `import.meta` empty.
const SENDER = URL.parse("./sender-main.js", import.meta.url);

/** Whether the sending thread can be started: in a bundle its file is missing, and Node's permission model may forbid threads. */
export function hasSender(): boolean {
  // Undefined without --permission.
  const { permission } = process as { readonly permission?: { has(scope: string): boolean } };
  if (permission?.has("worker") === false) return false;
  return SENDER?.protocol === "file:" && existsSync(fileURLToPath(SENDER));
}

/**
 * Sends everything from another thread and blocks this one until that is done or `timeoutMillis` are over: the only way to send when the process has
 * no turn of its event loop left. Returns whether all of it was taken.
 *
 * @param env - What that thread may read. Without `NODE_OPTIONS`, which would start what the app preloads, and us, in that thread again.
 */
export function sendAndWait(
  payloads: readonly Payload[],
  env: NodeJS.ProcessEnv,
  timeoutMillis: number,
): boolean {
  const outcome = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const errand: Errand = { payloads, timeoutMillis, outcome };
  if (SENDER === null) return false;
  const sender = new Worker(SENDER, { execArgv: [], env, workerData: errand });
  // Heard only if the process goes on after all, and then it must not be what ends it.
  sender.on("error", () => undefined);
  sender.unref();
  Atomics.wait(outcome, 0, OUTCOME.waiting, timeoutMillis);
  const isSent = Atomics.load(outcome, 0) === OUTCOME.sent;
  void sender.terminate();
  return isSent;
}
