import t from "tap";
import { freePort, type Run, runApp } from "./run-app.ts";

const DATABASE_URL = process.env["DATABASE_URL"];
const PRELOAD = ["--import", "@plimsoll/node"];

async function run(script: string, flags: string[] = [], worker = "thread.mjs"): Promise<Run> {
  const [port, workerPort] = [String(await freePort()), String(await freePort())];
  return runApp({
    flags,
    script: `workers/${script}`,
    env: {
      DATABASE_URL: String(DATABASE_URL),
      OTEL_EXPORTER_PROMETHEUS_PORT: port,
      WORKER: worker,
      WORKER_PORT: workerPort,
    },
  });
}

/** What a measured process or thread prints; the instance of a thread has its number. */
const measured = (instance: string): RegExp =>
  new RegExp(
    String.raw`^answer 1\nplimsoll_pool_requests_started_total\{.*service_instance_id="[^":]+:${instance}".* 1\n$`,
  );

if (DATABASE_URL === undefined) t.plan(0, "DATABASE_URL is not set: run `npm test`");
else {
  for (const [name, flags, worker] of [
    ["started with --import reaches its threads", PRELOAD, "thread.mjs"],
    ["whose thread imports it first has the thread's pool", [], "thread-import-first.mjs"],
  ] as const)
    t.test(`an app ${name}`, async (t) => {
      const { exitCode, stdout, stderr } = await run("starts-thread.mjs", [...flags], worker);
      t.same({ exitCode, stderr }, { exitCode: 0, stderr: "" });
      t.match(stdout, measured(String.raw`\d+:\d+`));
    });

  t.test("an import in the entry alone leaves threads as they are, unmeasured", async (t) => {
    const { exitCode, stdout, stderr } = await run("starts-thread.mjs");
    t.same({ exitCode, stderr }, { exitCode: 0, stderr: "" });
    t.equal(stdout, "answer 1\nnot measured\n");
  });

  t.test("a forked child inherits --import, and is an instance of its own", async (t) => {
    const { exitCode, stdout, stderr } = await run("starts-fork.mjs", PRELOAD);
    t.same({ exitCode, stderr }, { exitCode: 0, stderr: "" });
    t.match(stdout, measured(String.raw`\d+`));
  });

  t.test("each cluster worker that finds its port taken is one line, and works", async (t) => {
    const { exitCode, stdout, stderr } = await run("starts-cluster.mjs", PRELOAD);
    t.equal(exitCode, 0);
    t.equal(stdout.match(/^answer 1$/gm)?.length, 2);
    const lines = stderr.trimEnd().split("\n");
    const processes = lines.map(
      (line) => /^plimsoll: .*\(the port is taken\).* process (\d+) serves no/.exec(line)?.[1],
    );
    t.equal(new Set(processes).size, 2, stderr);
    t.equal(lines.length, 2, stderr);
  });
}
