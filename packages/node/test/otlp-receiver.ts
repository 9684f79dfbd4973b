import { once } from "node:events";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import { createServer as createTlsServer, type ServerOptions } from "node:https";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";

export interface OtlpRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Takes OTLP over HTTP, over TLS if it is given a certificate and a key, and keeps what came. */
export class OtlpReceiver {
  readonly requests: OtlpRequest[] = [];
  readonly #tls: ServerOptions | undefined;
  readonly #server: Server;

  private constructor(tls: ServerOptions | undefined) {
    this.#tls = tls;
    this.#server = tls ? createTlsServer(tls, this.#take) : createServer(this.#take);
  }

  readonly #take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { url = "", headers } = request;
    const raw = Buffer.concat(await request.toArray());
    const body = headers["content-encoding"] === "gzip" ? gunzipSync(raw) : raw;
    this.requests.push({ path: url, headers, body });
    response
      .writeHead(200, { "content-type": headers["content-type"] })
      .end(headers["content-type"] === "application/json" ? "{}" : "");
  };

  static async start(tls?: ServerOptions): Promise<OtlpReceiver> {
    const receiver = new OtlpReceiver(tls);
    receiver.#server.listen(0, "127.0.0.1");
    await once(receiver.#server, "listening");
    return receiver;
  }

  get url(): string {
    return `http${this.#tls ? "s" : ""}://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** How often `text` stands in what came to `path`. Strings are written as they are in protobuf as in JSON. */
  count(path: string, text: string): number {
    return this.requests
      .filter((request) => request.path === path)
      .reduce((sum, { body }) => sum + body.toString("latin1").split(text).length - 1, 0);
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
