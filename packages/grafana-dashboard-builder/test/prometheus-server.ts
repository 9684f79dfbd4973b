import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { type AddressInfo, createServer as createSocket } from "node:net";
import { basename, join } from "node:path";
import { ruleFiles } from "./repository.ts";

/** A server on a free loopback port that answers every request with `text()`. */
export async function serveText(text: () => string): Promise<{ server: Server; address: string }> {
  const server = createServer((_request, response) => {
    response.setHeader("content-type", "text/plain; version=0.0.4");
    response.end(text());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, address: `127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** A Prometheus of our own, with the committed rules, that scrapes `target` each second; all its files are in `folder`. */
export async function startPrometheus(
  folder: string,
  target: string,
): Promise<{ url: string; process: ChildProcess }> {
  for (const file of ruleFiles()) copyFileSync(file, join(folder, basename(file)));
  const config = {
    global: { scrape_interval: "1s", evaluation_interval: "1s" },
    rule_files: ["*.rules.yml"],
    scrape_configs: [{ job_name: "money", static_configs: [{ targets: [target] }] }],
  };
  writeFileSync(join(folder, "prometheus.yml"), JSON.stringify(config));
  const address = `127.0.0.1:${await freePort()}`;
  const process = spawn(
    "prometheus",
    ["--config.file=prometheus.yml", "--storage.tsdb.path=data", `--web.listen-address=${address}`],
    { cwd: folder, stdio: ["ignore", "ignore", "pipe"] },
  );
  let log = "";
  process.stderr?.on("data", (chunk: Buffer) => (log += chunk.toString()));
  const url = `http://${address}`;
  await until(`Prometheus is ready`, async () => {
    if (process.exitCode !== null)
      throw new Error(`prometheus: ended with ${process.exitCode}. ${log}`);
    return fetch(`${url}/-/ready`).then(
      (response) => response.ok,
      () => false,
    );
  });
  return { url, process };
}

/** Asks every 250 ms until `condition` holds; gives up after a minute. */
export async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`${what}: not within 60 s.`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function freePort(): Promise<number> {
  const socket = createSocket();
  socket.listen(0, "127.0.0.1");
  await once(socket, "listening");
  const { port } = socket.address() as AddressInfo;
  socket.close();
  await once(socket, "close");
  return port;
}
