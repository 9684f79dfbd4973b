import { createRequire } from "node:module";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { poolRegistry } from "@plimsoll/pool-observer";
import { AppModel } from "./soak/model.ts";
import { openModelledPool, SOAK_LIMIT } from "./soak/modelled-pool.ts";
import { seededRandom } from "./soak/random.ts";
import { doSomething } from "./soak/work.ts";

const HELP = `Are the numbers still true after a million acquires with random faults?

Drives pg-pool on canned sockets that refuse, break and answer with errors, on a clock that the run moves by itself, beside a model
that keeps its own books at the app's side. Prints both, and the heap after the first tenth and at the end, as JSON.

  node --expose-gc packages/bench/dist/src/soak-main.js [--acquires N] [--seed N]
`;

const WORKERS = 20;
const SETTLE_MS = 50;
const require = createRequire(import.meta.url);

let seconds = 0;

/** Moves the clock that Plimsoll and the model share: up to 10 ms for each turn of the event loop. */
function runClock(random: () => number): () => void {
  performance.now = () => seconds * 1000;
  let isStopped = false;
  const turn = () => {
    seconds += random() * 0.01;
    if (!isStopped) setImmediate(turn);
  };
  turn();
  return () => {
    isStopped = true;
  };
}

function heapMegabytes(): number {
  (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage().heapUsed / 1e6;
}

async function soak(acquires: number, seed: number): Promise<object> {
  const random = seededRandom(seed);
  const stopClock = runClock(random);
  process.env["OTEL_EXPORTER_PROMETHEUS_PORT"] = "0";
  require("@plimsoll/node");
  const pg = require("pg") as typeof import("pg");
  const model = new AppModel(() => seconds);
  const pool = openModelledPool(pg, model, random);
  const run = async (upTo: number) => {
    const worker = async () => {
      while (model.requests < upTo) await doSomething(pool, random);
    };
    await Promise.all(Array.from({ length: WORKERS }, worker));
  };
  await run(acquires / 10);
  const heapFirst = heapMegabytes();
  await run(acquires);
  const heapLast = heapMegabytes();
  // The connection that was closed last needs some turns until its socket is gone.
  await delay(SETTLE_MS);
  const result = {
    seconds,
    limit: SOAK_LIMIT,
    model: model.books,
    ...readPool(),
    heapMegabytes: { first: heapFirst, last: heapLast },
  };
  stopClock();
  return result;
}

function readPool(): object {
  const [tracker] = poolRegistry.trackers();
  if (tracker === undefined) throw new Error("the pool was not found");
  const { outcomes, connectFailures, connectionsClosed, ...reading } = tracker.read();
  return {
    plimsoll: {
      used: reading.usedSeconds,
      pending: reading.pendingSeconds,
      querying: reading.queryingSeconds,
      requests: reading.requestsStarted,
    },
    outcomes,
    connectFailures: Object.fromEntries(connectFailures),
    connectionsClosed,
    pendingNow: reading.pendingRequests,
    connections: reading.connections,
  };
}

const { values } = parseArgs({
  options: {
    acquires: { type: "string", default: "1000000" },
    seed: { type: "string", default: "1" },
    help: { type: "boolean", default: false },
  },
});
if (values.help) console.log(HELP);
else {
  console.log(
    JSON.stringify(await soak(Number(values.acquires), Number(values.seed)), undefined, 2),
  );
  process.exit();
}
