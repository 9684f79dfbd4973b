import type { ServerResponse } from "node:http";

/** A whole answer. */
export interface Answer {
  readonly status: number;
  readonly type: "text/plain" | "application/json" | "text/html";
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends `answer`, which nobody may keep: it is about this moment. An answer that was begun already is left alone. */
export function send(response: ServerResponse, answer: Answer): void {
  if (response.headersSent) return;
  response.writeHead(answer.status, {
    "content-type": `${answer.type}; charset=utf-8`,
    "content-length": Buffer.byteLength(answer.body),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...answer.headers,
  });
  response.end(answer.body);
}
