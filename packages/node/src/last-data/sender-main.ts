import { workerData } from "node:worker_threads";
import { type Errand, OUTCOME, type Payload } from "./errand.ts";

/** The thread that sends the last data while the one that it belongs to waits. It loads no more than it needs: the time is the app's. */
const { payloads, timeoutMillis, outcome } = workerData as Errand;

function finish(result: number): void {
  Atomics.compareExchange(outcome, 0, OUTCOME.waiting, result);
  Atomics.notify(outcome, 0);
}

// Whatever goes wrong in here, the other thread must not wait for longer than that takes.
process.on("exit", () => finish(OUTCOME.failed));

async function send({ target, body }: Payload): Promise<void> {
  if (target.protocol === "grpc") {
    const { sendByGrpc } = await import("./send-by-grpc.ts");
    await sendByGrpc(target.signal, body, timeoutMillis);
  } else {
    const { post } = await import("./post.ts");
    await post(target, body, timeoutMillis);
  }
}

Promise.all(payloads.map(send)).then(
  () => finish(OUTCOME.sent),
  () => finish(OUTCOME.failed),
);
