import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface OtlpRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Takes OTLP over HTTP and keeps what came. */
export class OtlpReceiver {
  readonly requests: OtlpRequest[] = [];
  readonly #server: Server = createServer(async (request, response) => {
    const { url = "", headers } = request;
    this.requests.push({ path: url, headers, body: Buffer.concat(await request.toArray()) });
    response
      .writeHead(200, { "content-type": headers["content-type"] })
      .end(headers["content-type"] === "application/json" ? "{}" : "");
  });

  static async start(): Promise<OtlpReceiver> {
    const receiver = new OtlpReceiver();
    receiver.#server.listen(0, "127.0.0.1");
    await once(receiver.#server, "listening");
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
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
