import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import t, { type Test } from "tap";
import { readRecording } from "../../src/replay/read-recording.ts";
import { type Recorder, startRecorder } from "../../src/replay/recorder.ts";
import { until } from "../runbook/until.ts";

const METRICS = `# TYPE plimsoll_pool_leak_suspects gauge
plimsoll_pool_leak_suspects{http_route="/transfers"} 2
plimsoll_pool_oldest_seconds{of="waiter"} 0.25
plimsoll_pool_oldest_seconds{of="holder"} 9
db_client_operation_duration_bucket{le="1"} 4
`;

const job = { job: "money" };

t.test("a recorder keeps what page rules read, at whole seconds", async (t) => {
  const url = await served(t, (_, response) => response.end(METRICS));
  const { file, recorder } = started(t, url);
  await scrapes(file, 3);
  await recorder.stop();
  await recorder.stop();
  const { targets, from, to } = readRecording(file);
  const [target] = targets;
  t.same(target?.labels, { job: "money", instance: new URL(url).host });
  t.same(
    [...(target?.series.values() ?? [])],
    [
      { name: "plimsoll_pool_leak_suspects", labels: { http_route: "/transfers" } },
      { name: "plimsoll_pool_oldest_seconds", labels: { of: "waiter" } },
    ],
  );
  t.same(
    [...(target?.scrapes.get(from) ?? [])],
    [
      [0, 2],
      [1, 0.25],
    ],
  );
  t.equal(target?.scrapes.size, to - from + 1, "no second is left out");
});

t.test("a slow answer counts for the second that asked, and holds up no other", async (t) => {
  let asked = 0;
  const url = await served(t, (_, response) => {
    asked += 1;
    setTimeout(() => response.end(METRICS), asked === 1 ? 2500 : 0);
  });
  const { file, recorder } = started(t, url);
  await scrapes(file, 4);
  await recorder.stop();
  const { targets, from, to } = readRecording(file);
  const seconds = [...(targets[0]?.scrapes.keys() ?? [])];
  t.equal(seconds.length, to - from + 1, "no second is left out");
  t.not(seconds[0], from, "the first second's answer came after others");
});

t.test(
  "a target without a good answer is one that did not answer, and so is one that is down",
  async (t) => {
    let answers = 0;
    const url = await served(t, (_, response) => {
      answers += 1;
      if (answers === 1) response.end(METRICS);
      else if (answers === 2) response.end("plimsoll_pool_leak_suspects{ 1\n");
      else response.writeHead(500).end(METRICS);
    });
    const { file, recorder } = started(t, url);
    await scrapes(file, 3);
    await recorder.stop();
    const [target] = readRecording(file).targets;
    const [first, ...others] = [...(target?.scrapes.values() ?? [])];
    t.ok(first);
    t.same([...new Set(others)], [null]);
  },
);

t.test("targets come and go", async (t) => {
  const url = await served(t, (_, response) => response.end(METRICS));
  const other = await served(t, (_, response) => response.end(METRICS));
  const { file, recorder } = started(t, url);
  await scrapes(file, 1);
  recorder.add({ url: other, labels: { ...job, instance: "two" } });
  recorder.remove(url);
  recorder.remove("http://127.0.0.1:1/never");
  await scrapes(file, 3);
  await recorder.stop();
  const [first, second] = readRecording(file).targets;
  t.ok(first?.goneAt);
  t.equal(second?.labels["instance"], "two");
  t.ok((second?.scrapes.size ?? 0) > 0);
  t.equal(second?.goneAt, undefined);
});

t.test("an abort ends the recording", async (t) => {
  const url = await served(t, (_, response) => response.end(METRICS));
  const abort = new AbortController();
  const { file, recorder } = started(t, url, abort.signal);
  await scrapes(file, 1);
  abort.abort();
  const text = readFileSync(file, "utf8");
  await recorder.stop();
  t.equal(readFileSync(file, "utf8"), text);
});

t.test("a disk that takes no more is told at the end", { skip: noFullDisk() }, async (t) => {
  const target = { url: "http://127.0.0.1:1/metrics", labels: job };
  const recorder = startRecorder({ targets: [target] }, "/dev/full", new AbortController().signal);
  await t.rejects(recorder.stop(), { code: "ENOSPC" });
});

function noFullDisk(): string | false {
  return process.platform === "linux" ? false : "needs /dev/full";
}

async function served(t: Test, listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
}

function started(
  t: Test,
  url: string,
  signal: AbortSignal = new AbortController().signal,
): { file: string; recorder: Recorder } {
  const file = join(t.testdir(), "recording.jsonl");
  const recorder = startRecorder({ targets: [{ url, labels: job }] }, file, signal);
  t.teardown(() => recorder.stop());
  return { file, recorder };
}

/** Waits until that many answers are in the file. */
async function scrapes(file: string, count: number): Promise<void> {
  const read = async (): Promise<number> => readFileSync(file, "utf8").split('"values"').length - 1;
  const { isDone } = await until(20, read, (found) => found >= count);
  if (!isDone) throw new Error(`${file}: fewer than ${count} answers`);
}
