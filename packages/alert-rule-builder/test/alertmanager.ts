import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { type AddressInfo, createServer as createSocketServer } from "node:net";
import { join } from "node:path";

/** What Alertmanager posts to a webhook, as far as it is read here. */
export interface Notification {
  readonly status: string;
  readonly alerts: readonly { readonly labels: Readonly<Record<string, string>> }[];
}

/** A webhook on a free port of the loopback that keeps what it is sent. */
export class Pager {
  readonly notifications: Notification[] = [];
  readonly #server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      this.notifications.push(JSON.parse(Buffer.concat(chunks).toString()) as Notification);
      response.end();
      this.#server.emit("notification");
    });
  });

  async start(): Promise<string> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Resolves when `count` notifications have come. */
  async received(count: number): Promise<void> {
    if (this.notifications.length >= count) return;
    await once(this.#server, "notification");
    await this.received(count);
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

/** A running Alertmanager of this test's own. */
export interface Alertmanager {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Starts an Alertmanager on a free port with `config`, and waits until it is ready. Its data stay in `folder`. */
export async function startAlertmanager(folder: string, config: string): Promise<Alertmanager> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "alertmanager.yml");
  writeFileSync(file, config);
  const port = await freePort();
  const child = spawn(
    "alertmanager",
    [
      `--config.file=${file}`,
      `--storage.path=${join(folder, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--cluster.listen-address=",
    ],
    { stdio: "ignore" },
  );
  const url = `http://127.0.0.1:${port}`;
  await ready(url, child);
  return { url, stop: () => stop(child) };
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) throw new Error(`alertmanager: exited with ${child.exitCode}.`);
  const answer = await fetch(`${url}/-/ready`).catch(() => undefined);
  if (answer?.ok) return;
  await new Promise((resolve) => setTimeout(resolve, 50));
  await ready(url, child);
}

async function stop(child: ChildProcess): Promise<void> {
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
