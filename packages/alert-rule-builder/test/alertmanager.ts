import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { type AddressInfo, createServer as createSocketServer } from "node:net";
import { join } from "node:path";

/** One request that Alertmanager made. */
export interface Request {
  readonly path: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What Alertmanager posts to a webhook, as far as it is read here. */
export interface Notification {
  readonly receiver: string;
  readonly status: string;
  readonly alerts: readonly { readonly labels: Readonly<Record<string, string>> }[];
}

/** A receiver on a free port of the loopback that keeps what it is sent, whichever path it is sent to. */
export class Pager {
  readonly requests: Request[] = [];
  readonly #server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { url: path = "", headers } = request;
      this.requests.push({ path, headers, body: Buffer.concat(chunks).toString(), at: Date.now() });
      // Slack's answer; the others look at the status only.
      response.end("ok");
      this.#server.emit("notification");
    });
  });

  /** What was posted to webhooks. */
  get notifications(): readonly Notification[] {
    return this.requests.map(({ body }) => JSON.parse(body) as Notification);
  }

  async start(): Promise<string> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Resolves when `count` requests have come. */
  async received(count: number): Promise<void> {
    if (this.requests.length >= count) return;
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
  /** Makes alerts fire, in one request. */
  readonly send: (...alerts: readonly SentAlert[]) => Promise<void>;
  /** All that it has printed, at its most talkative. */
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

/** An alert as Prometheus posts it. */
export interface SentAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** In the past: it has ended. */
  readonly endsAt?: string;
}

/** The oldest that is supported, and the newest that can be had here. */
export const ALERTMANAGERS = ["alertmanager", "alertmanager-0.28"] as const;

/** Starts an Alertmanager on a free port with `config`, and waits until it is ready. Its data stay in `folder`. */
export async function startAlertmanager(
  folder: string,
  config: string,
  command: (typeof ALERTMANAGERS)[number] = "alertmanager",
): Promise<Alertmanager> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "alertmanager.yml");
  writeFileSync(file, config);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(
    command,
    [
      `--config.file=${file}`,
      `--storage.path=${join(folder, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--web.external-url=http://alerts.example",
      "--web.route-prefix=/",
      "--cluster.listen-address=",
      "--log.level=debug",
    ],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  let log = "";
  for (const output of [child.stdout, child.stderr])
    output.setEncoding("utf8").on("data", (text: string) => (log += text));
  await ready(url, child);
  return { url, send: (...alerts) => send(url, alerts), log: () => log, stop: () => stop(child) };
}

async function send(url: string, alerts: readonly SentAlert[]): Promise<void> {
  const answer = await fetch(`${url}/api/v2/alerts`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(alerts),
  });
  if (answer.status !== 200)
    throw new Error(`alertmanager: ${answer.status} ${await answer.text()}`);
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
