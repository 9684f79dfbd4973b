import { workerData } from "node:worker_threads";
import { type Errand, OUTCOME } from "./send-and-wait.ts";

/** The thread that sends the last data while the one that it belongs to waits. */
const { payloads, timeoutMillis, outcome } = workerData as Errand;

function finish(result: number): void {
  Atomics.compareExchange(outcome, 0, OUTCOME.waiting, result);
  Atomics.notify(outcome, 0);
}

// Whatever goes wrong in here, the other thread must not wait for longer than that takes.
process.on("exit", () => finish(OUTCOME.failed));

async function send(): Promise<void> {
  const { sendPayload } = await import("./send-payload.ts");
  await Promise.all(payloads.map((payload) => sendPayload(payload, timeoutMillis)));
}

send().then(
  () => finish(OUTCOME.sent),
  () => finish(OUTCOME.failed),
);
