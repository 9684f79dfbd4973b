import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { type AddressInfo, createServer as createSocketServer } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** A process that serves `text` on /metrics, as an app would. */
export interface App {
  /** `host:port`, as a scrape configuration has it. */
  readonly target: string;
  readonly stop: () => Promise<void>;
}

/** A running Prometheus of this test's own. */
export interface Prometheus {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

const READY_MS = 30_000;
const POLL_MS = 50;

/** Serves `text` on a free port of the loopback. */
export async function startApp(text: string): Promise<App> {
  const server = createServer((_, response) => {
    response.setHeader("content-type", "text/plain; version=0.0.4");
    response.end(text);
  });
  const port = await listen(server);
  return { target: `127.0.0.1:${port}`, stop: () => close(server) };
}

/** Starts a Prometheus in `folder` that scrapes `targets` each second and evaluates `rules`. Resolves when it is ready. */
export async function startPrometheus(
  folder: string,
  targets: Readonly<Record<string, string>>,
  rules: Readonly<Record<string, string>> = {},
): Promise<Prometheus> {
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries(rules)) writeFileSync(join(folder, file), text);
  const jobs = Object.entries(targets).map(([job, target]) => ({
    job_name: job,
    static_configs: [{ targets: [target] }],
  }));
  const config = join(folder, "prometheus.yml");
  const global = { scrape_interval: "1s", evaluation_interval: "1s" };
  // JSON is YAML too.
  writeFileSync(
    config,
    JSON.stringify({ global, rule_files: Object.keys(rules), scrape_configs: jobs }),
  );
  const port = await freePort();
  const child = spawn(
    "prometheus",
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: "ignore" },
  );
  const url = `http://127.0.0.1:${port}`;
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`prometheus: exited with ${child.exitCode}.`);
    return (await fetch(`${url}/-/ready`).catch(() => undefined))?.ok === true;
  });
  return { url, stop: () => end(child) };
}

/** Resolves when `condition` is true; rejects after 30 s. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  const last = performance.now() + READY_MS;
  while (!(await condition())) {
    if (performance.now() > last) throw new Error("what was awaited did not come within 30 s.");
    await delay(POLL_MS);
  }
}

/** Resolves when Prometheus has at least `count` samples of `series`. */
export async function hasSamples(
  { url }: Prometheus,
  series: string,
  count: number = 1,
): Promise<void> {
  const query = `min(count_over_time(${series}[1m])) >= ${count}`;
  await until(async () => {
    const answer = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(query)}`);
    const body = (await answer.json()) as { data: { result: readonly unknown[] } };
    return body.data.result.length > 0;
  });
}

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

async function close(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, "close");
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill();
  await once(child, "exit");
}

async function freePort(): Promise<number> {
  const server = createSocketServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
