import type { IncomingMessage, ServerResponse } from "node:http";

/** A handler or a middleware for Express 4 and 5, Connect and plain `node:http`, by structure. Without `next` it ends every request itself. */
export type Handler<Request extends IncomingMessage = IncomingMessage> = (
  request: Request,
  response: ServerResponse,
  next?: (error?: unknown) => void,
) => void;

/** The path that was asked for, without query and without a slash at its end. Below a mounted router it is the rest, as Express says it. */
export function pathOf(request: IncomingMessage): string {
  const [path = ""] = (request.url ?? "").split("?", 1);
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}
