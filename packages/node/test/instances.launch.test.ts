import t from "tap";
import { freePort, runApp } from "./run-app.ts";

const DATABASE_URL = process.env["DATABASE_URL"];

if (DATABASE_URL === undefined) t.plan(0, "DATABASE_URL is not set: run `npm test`");
else
  t.test(
    "a process, its worker thread and its cluster worker are instances of their own, with a pool each",
    async (t) => {
      const [port, thread, fork] = [await freePort(), await freePort(), await freePort()].map(
        String,
      );
      const run = await runApp({
        flags: ["--import", "@plimsoll/node"],
        script: "many-instances.mjs",
        env: {
          DATABASE_URL,
          OTEL_EXPORTER_PROMETHEUS_PORT: String(port),
          THREAD_PORT: String(thread),
          FORK_PORT: String(fork),
        },
      });
      t.equal(run.exitCode, 0, run.stderr);
      t.equal(run.stderr, "", "no warning");
      const instances = [...run.stdout.matchAll(/service_instance_id="([^"]+)"/g)].map(
        ([, instance]) => String(instance),
      );
      t.equal(new Set(instances).size, 3, run.stdout);
      t.match(instances[0], /^[^:]+:\d+$/);
      t.match(instances[1], /^[^:]+:\d+:\d+$/, "a thread is told from its process");
      t.match(instances[2], /^[^:]+:\d+$/);
      const ones = run.stdout.match(/pool_name="orders"[^}]*\} 1$/gm);
      t.equal(ones?.length, 3, "each counts its own pool alone");
    },
  );
