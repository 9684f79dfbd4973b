import { diag, DiagLogLevel, type DiagLogger } from "@opentelemetry/api";
import t, { type Test } from "tap";
import { observeServers } from "../../src/index.ts";
import { ScriptedServer } from "./scripted-server.ts";

const ignore = () => undefined;

function collectWarnings(t: Test): unknown[] {
  const warnings: unknown[] = [];
  const logger: DiagLogger = {
    warn: (message) => warnings.push(message),
    error: ignore,
    info: ignore,
    debug: ignore,
    verbose: ignore,
  };
  diag.setLogger(logger, DiagLogLevel.WARN);
  t.teardown(() => diag.disable());
  return warnings;
}

function reported({ probes }: ScriptedServer): Record<string, number> {
  const numbers: Record<string, number> = {};
  observeServers(probes, (metric, value) => (numbers[metric] = value));
  return numbers;
}

t.test("an old number is not shown as a true one", async (t) => {
  const server = new ScriptedServer();
  server.probes.offer(server.source());
  await server.pass(1);
  t.equal(reported(server)["maxConnections"], 100);
  server.now += 30;
  t.equal(reported(server)["probeSuccess"], 1);
  server.now += 1;
  t.same(reported(server), { probeSuccess: 0 }, "nothing was asked for 31 s");
  await server.pass(1);
  t.equal(reported(server)["probeSuccess"], 1);
});

t.test("a probe asks every 10 s, one question at a time", async (t) => {
  const server = new ScriptedServer();
  server.probes.offer(server.source());
  let release: () => void = ignore;
  server.answering = new Promise((resolve) => {
    release = resolve;
  });
  server.now = 1;
  const running = [server.probes.tick(), server.probes.tick(), server.probes.tick()];
  release();
  await Promise.all(running);
  t.equal(server.connects, 1);
  await server.pass(5);
  server.reading = { ...server.reading, maxConnections: 50 };
  await server.pass(4);
  t.equal(reported(server)["maxConnections"], 100);
  await server.pass(1);
  t.equal(reported(server)["maxConnections"], 50);
});

t.test("an answer that is none is a failure", async (t) => {
  const warnings = collectWarnings(t);
  const server = new ScriptedServer();
  server.probes.offer(server.source());
  server.reading = { ...server.reading, maxConnections: "many" as unknown as number };
  await server.pass(1);
  t.same(reported(server), { probeSuccess: 0 });
  t.match(warnings, [/failed \(BAD_ANSWER\)/]);
  t.equal(server.open, 0);
});

t.test("a session that lost its lock behind a pooler's back is given up", async (t) => {
  const warnings = collectWarnings(t);
  const server = new ScriptedServer();
  server.probes.offer(server.source());
  server.reading = { ...server.reading, isElected: false };
  await server.pass(1);
  t.same(reported(server), { probeSuccess: 0 });
  t.match(warnings, [/failed \(POOLER\)/]);
  t.equal(server.open, 0);
  await server.pass(500);
  t.equal(server.connects, 1, "it is not tried again for 10 minutes");
});

t.test("a stop closes the connection, also one that is being used, and says nothing", async (t) => {
  const warnings = collectWarnings(t);
  const server = new ScriptedServer();
  server.probes.offer(server.source());
  await server.pass(1);
  t.equal(server.open, 1);
  server.probes.stop();
  t.equal(server.open, 0);
  t.same(reported(server), {});
  server.now += 60;
  const running = server.probes.tick();
  server.probes.stop();
  await running;
  t.equal(server.open, 0, "one that was being opened");
  t.same(reported(server), {});
  t.same(warnings, []);
});

t.test("a probe is forgotten with the last of its pools", async (t) => {
  const server = new ScriptedServer();
  const [first, second] = [server.source(), server.source()];
  server.probes.offer(first);
  server.probes.offer(second);
  await server.pass(1);
  first.isGone = true;
  await server.pass(1);
  t.equal(server.open, 1);
  second.isGone = true;
  await server.pass(1);
  t.equal(server.open, 0);
  t.same([...server.probes.all()], []);
});

t.test("the first ten databases are probed, and one warning tells of the others", async (t) => {
  const warnings = collectWarnings(t);
  const server = new ScriptedServer();
  server.probes.start();
  t.teardown(() => server.probes.stop());
  const sources = Array.from({ length: 13 }, (_, i) => server.source(`tenant-${i}`));
  for (const source of sources) server.probes.offer(source);
  t.equal([...server.probes.all()].length, 10);
  t.equal(warnings.length, 1);
  t.match(warnings, [/more than 10 databases/]);
  for (const source of sources.slice(0, 3)) source.isGone = true;
  server.probes.offer(server.source("tenant-99"));
  const names = [...server.probes.all()].map(({ name }) => name);
  t.equal(names.length, 8, "ended ones make room");
  t.ok(names.includes("db:5432/tenant-99"));
});
