import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import t from "tap";

interface Soak {
  readonly model: Record<
    "used" | "pending" | "querying" | "requests" | "granted" | "failed",
    number
  >;
  readonly plimsoll: Record<"used" | "pending" | "querying" | "requests", number>;
  readonly outcomes: Record<string, number>;
  readonly connections: Record<string, number>;
  readonly connectionsClosed: Record<string, number>;
  readonly pendingNow: number;
  readonly heapMegabytes: { readonly first: number; readonly last: number };
}

const ACQUIRES = 1_000_000;
// A few seconds of a quiet machine's time for each hundred thousand; CI's is seldom quiet.
const TIMEOUT_SECONDS = 300;
const TOLERANCE = 0.001;
// Garbage that a collection has not found yet; a leak of one small object per acquire would be over 50 MB.
const HEAP_SLACK_MEGABYTES = 5;

t.setTimeout(TIMEOUT_SECONDS * 1000);

t.test("after a million acquires with random faults every number is the app's own", (t) => {
  const script = fileURLToPath(new URL("../src/soak-main.js", import.meta.url));
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ["--expose-gc", script, "--acquires", String(ACQUIRES), "--seed", String(process.pid)],
    { encoding: "utf8", timeout: TIMEOUT_SECONDS * 1000 },
  );
  t.equal(status, 0, stderr);
  const { model, plimsoll, outcomes, connections, ...soak } = JSON.parse(stdout) as Soak;
  for (const integral of ["used", "pending", "querying"] as const) {
    const error = Math.abs(plimsoll[integral] / model[integral] - 1);
    t.ok(error <= TOLERANCE, `${integral} is off by ${error}`);
  }
  t.ok(model.requests >= ACQUIRES);
  t.equal(plimsoll.requests, model.requests);
  const granted =
    Number(outcomes["idle"]) + Number(outcomes["created"]) + Number(outcomes["queued"]);
  const failed = Number(outcomes["timeout"]) + Number(outcomes["failed"]);
  t.same({ granted, failed }, { granted: model.granted, failed: model.failed });
  t.equal(soak.pendingNow, 0);
  t.match(connections, { used: 0, connecting: 0, closing: 0 });
  t.ok(Number(soak.connectionsClosed["uses"]) > 0 && Number(soak.connectionsClosed["error"]) > 0);
  const { first, last } = soak.heapMegabytes;
  t.ok(last < first + HEAP_SLACK_MEGABYTES, `heap from ${first} to ${last} MB`);
  t.end();
});
