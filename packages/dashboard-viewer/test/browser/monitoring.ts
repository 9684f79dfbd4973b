import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";
import type { Test } from "tap";
import { ruleFiles } from "../repository.ts";
import { serve } from "../servers.ts";
import { replay } from "./replay.ts";

/** Starts a Prometheus with the generated rules that scrapes the replay each second; stops it after the test. Answers with its URL. */
export async function startMonitoring(t: Test): Promise<string> {
  const folder = t.testdir({});
  const began = Date.now();
  const target = await serve(t, (_, response) => {
    response.setHeader("content-type", "text/plain; version=0.0.4");
    response.end(replay((Date.now() - began) / 1000));
  });
  for (const file of ruleFiles()) copyFileSync(file, join(folder, basename(file)));
  const config = {
    global: { scrape_interval: "1s", evaluation_interval: "1s" },
    rule_files: ["*.rules.yml"],
    scrape_configs: [{ job_name: "money", static_configs: [{ targets: [new URL(target).host] }] }],
  };
  writeFileSync(join(folder, "prometheus.yml"), JSON.stringify(config));
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(
    "prometheus",
    ["--config.file=prometheus.yml", "--storage.tsdb.path=data", `--web.listen-address=${address}`],
    { cwd: folder, stdio: ["ignore", "ignore", "pipe"] },
  );
  let log = "";
  child.stderr.on("data", (chunk: Buffer) => (log += chunk.toString()));
  t.teardown(async () => {
    if (child.exitCode !== null) return;
    child.kill("SIGTERM");
    await once(child, "exit");
  });
  const url = `http://${address}`;
  await until("Prometheus is ready", async () => {
    if (child.exitCode !== null) throw new Error(`prometheus ended: ${log}`);
    return fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  });
  return url;
}

/** Number of series that an expression has now. */
export async function countSeries(prometheus: string, query: string): Promise<number> {
  const response = await fetch(`${prometheus}/api/v1/query?${new URLSearchParams({ query })}`);
  const answer = (await response.json()) as { data: { result: unknown[] } };
  return answer.data.result.length;
}

/** Asks every 250 ms until `condition` holds; gives up after a minute and a half. */
export async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 90_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`${what}: not within 90 s.`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function freePort(): Promise<number> {
  const socket = createServer();
  socket.listen(0, "127.0.0.1");
  await once(socket, "listening");
  const { port } = socket.address() as AddressInfo;
  socket.close();
  await once(socket, "close");
  return port;
}
