import t from "tap";
import { nodeVersions, type Run, runApp } from "../run-app.ts";

const PRELOAD = "@plimsoll/node";

const WAYS = [
  { name: "import in the first line", script: "logs-import-first.mjs", flags: [] },
  {
    name: "--import, named imports",
    script: "logs-named-import.mjs",
    flags: ["--import", PRELOAD],
  },
  { name: "--import, CommonJS", script: "logs.cjs", flags: ["--import", PRELOAD] },
  { name: "--require, CommonJS", script: "logs.cjs", flags: ["--require", PRELOAD] },
];

const TRACED = { OTEL_TRACES_EXPORTER: "console" };

/** The records in JSON that `by` wrote. */
function records({ stdout }: Run, by: string): Record<string, unknown>[] {
  return stdout
    .split("\n")
    .filter((line) => line.startsWith("{") && line.includes(`"by":"${by}"`))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

for (const [version, node] of nodeVersions())
  for (const { name, script, flags } of WAYS)
    t.test(`Node ${version}: ${name}: records of pino and winston say their span`, async (t) => {
      const run = await runApp({ node, script, flags, env: TRACED });
      t.equal(run.exitCode, 0, run.stderr);
      t.equal(run.stderr, "");
      const [, traceId, spanId] = /^span: (\w{32}) (\w{16})$/m.exec(run.stdout) ?? [];
      t.ok(traceId, run.stdout);
      for (const by of ["pino", "mixed", "winston"]) {
        const [outside, inside] = records(run, by);
        t.match(inside, { trace_id: traceId, span_id: spanId, trace_flags: "01" }, by);
        t.ok(outside, by);
        t.notOk(outside !== undefined && "trace_id" in outside, `${by} outside of a span`);
      }
      for (const record of records(run, "mixed")) t.match(record, { tenant: "acme" });
      t.match(run.stdout, /^inside: 7%$/m, "the console is left alone");
    });

t.test("with PLIMSOLL_CONSOLE_TRACE_ID=true lines of the console say their span", async (t) => {
  const run = await runApp({
    script: "logs-import-first.mjs",
    env: { ...TRACED, PLIMSOLL_CONSOLE_TRACE_ID: "true" },
  });
  t.equal(run.exitCode, 0, run.stderr);
  const [, traceId, spanId] = /^span: (\w+) (\w+)$/m.exec(run.stdout) ?? [];
  t.match(run.stdout, `\ninside: 7% trace_id=${traceId} span_id=${spanId}\n`);
  t.match(run.stdout, /^outside: 7%$/m);
});

t.test("with OTEL_LOGS_EXPORTER=console pino's records are sent too, once each", async (t) => {
  const run = await runApp({
    script: "logs.cjs",
    flags: ["--import", PRELOAD],
    env: { ...TRACED, OTEL_LOGS_EXPORTER: "console" },
  });
  t.equal(run.exitCode, 0, run.stderr);
  const [, traceId] = /^span: (\w+)/m.exec(run.stdout) ?? [];
  const bodies = run.stdout.match(/^ {2}body: 'inside',$/gm);
  t.equal(bodies?.length, 2, "of both loggers of pino");
  t.match(run.stdout, new RegExp(`traceId: '${traceId}'`));
  t.equal(records(run, "pino").length, 2, "and written as before");
  t.match(run.stderr, /^plimsoll: .*winston-transport is not available.*\n$/, "one line");
});
