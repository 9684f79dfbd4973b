import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { ReceivedNotification } from "../score/received-page.ts";
import { readNotification } from "./read-notification.ts";
import { readBody } from "../read-body.ts";

/** A receiver of Alertmanager's webhooks: `POST /alerts` takes pages, `POST /tickets` tickets. */
export interface Pager {
  /** Base URL, such as `http://127.0.0.1:9094`. */
  readonly url: string;
  readonly port: number;
  /** Every notification on `/alerts` so far, in order of arrival. */
  readonly notifications: readonly ReceivedNotification[];
  /** Every notification on `/tickets` so far, in order of arrival. */
  readonly tickets: readonly ReceivedNotification[];
  /** Closes the port and every open connection. */
  close(): Promise<void>;
}

/** Where the pager listens, and whom it tells. */
export interface PagerOptions {
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  readonly onNotification?: (channel: Channel, notification: ReceivedNotification) => void;
}

/** `alerts` wakes somebody up, `tickets` waits until morning. */
export type Channel = "alerts" | "tickets";

const BODY_MAX_BYTES = 1_000_000; // Alertmanager's notifications have a few kB.

/**
 * Starts a receiver.
 * @throws the error of `listen`, such as EADDRINUSE.
 */
export async function startPager(options: PagerOptions): Promise<Pager> {
  const notifications: ReceivedNotification[] = [];
  const tickets: ReceivedNotification[] = [];
  const take = (channel: Channel, notification: ReceivedNotification): void => {
    (channel === "alerts" ? notifications : tickets).push(notification);
    options.onNotification?.(channel, notification);
  };
  const server = createServer((request, response) => void answer(request, response, take));
  server.listen(options.port, options.host);
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : options.port;
  return {
    url: `http://${options.host}:${port}`,
    port,
    notifications,
    tickets,
    async close(): Promise<void> {
      const closed = once(server, "close");
      server.close();
      // Alertmanager keeps its connection open.
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  take: (channel: Channel, notification: ReceivedNotification) => void,
): Promise<void> {
  const channel = channelOf(request);
  if (!channel) return end(response, 404, "POST /alerts or POST /tickets");
  let alerts;
  try {
    alerts = readNotification(await readBody(request, BODY_MAX_BYTES));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return end(response, 400, `not a notification of Alertmanager: ${reason}`);
  }
  take(channel, { at: Date.now() / 1000, alerts });
  end(response, 200, "received");
}

function channelOf({ method, url }: IncomingMessage): Channel | undefined {
  if (method !== "POST") return undefined;
  if (url === "/alerts") return "alerts";
  return url === "/tickets" ? "tickets" : undefined;
}

function end(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(`${text}\n`);
}
