import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** Whether a request shows `token` as a bearer token (RFC 6750). Takes the same time for every wrong one. */
export function hasToken(request: IncomingMessage, token: string): boolean {
  const [, shown = ""] = /^bearer +(.*)$/i.exec(request.headers.authorization ?? "") ?? [];
  // Of equal length whatever was shown.
  return timingSafeEqual(digest(shown), digest(token));
}

/** Whether only this machine reaches `host`. A name is taken for one that others reach, but for `localhost`. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d+){3}|(::ffff:)?127(\.\d+){3}|::1)$/i.test(host);
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
