import type { Child } from "./child.ts";
import { awaitReady } from "./await-ready.ts";
import { childEnv } from "./child-env.ts";
import type { Processes } from "./processes.ts";
import type { RunFolder } from "./run-folder.ts";

/** Starts Prometheus with compose/prometheus.yml as it is, and waits until it is ready. */
export async function startPrometheus(
  processes: Processes,
  folder: RunFolder,
  port: number,
  signal: AbortSignal,
): Promise<Child> {
  const child = await processes.start({
    name: "Prometheus",
    command: "prometheus",
    args: [
      `--config.file=${folder.prometheusConfig}`,
      `--storage.tsdb.path=${folder.data("prometheus")}`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--web.enable-remote-write-receiver",
    ],
    env: childEnv(),
    cwd: folder.path,
    logFile: folder.log("prometheus"),
  });
  await awaitReady(child, `http://127.0.0.1:${port}/-/ready`, signal);
  return child;
}

/** Stops Prometheus, lets `prepare` change its storage, and starts it again on the same port: it misses a scrape at most. */
export type RestartPrometheus = (prepare: (storage: string) => Promise<void>) => Promise<void>;

/** Starts Prometheus as `startPrometheus` does; answers with what restarts it. */
export async function restartablePrometheus(
  processes: Processes,
  folder: RunFolder,
  port: number,
  signal: AbortSignal,
): Promise<RestartPrometheus> {
  let child = await startPrometheus(processes, folder, port, signal);
  return async (prepare) => {
    await processes.stop(child);
    await prepare(folder.data("prometheus"));
    child = await startPrometheus(processes, folder, port, signal);
  };
}
