import { createServer } from "node:http";
import { parentPort } from "node:worker_threads";
import { listen } from "../listen.ts";

/** The slow outside service, run as a worker: answers after `delayMs` and posts its port when it listens. */
async function serve(): Promise<void> {
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? "/", "http://localhost");
    const delayMs = Number(searchParams.get("delayMs"));
    setTimeout(() => response.end('{"verdict":"clear"}'), delayMs);
  });
  const port = await listen(server, 0, "127.0.0.1");
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(port);
}

void serve();
