import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Answer } from "../http/send.ts";

const HOW_TO_GET_IN =
  "Ask from the machine itself, for instance through `kubectl port-forward` or `ssh -L`, or with the header `Authorization: Bearer <token>`";

/** Why `request` may not see who holds and who waits, as the answer to give; undefined when it may. */
export function refuseAccess(
  request: IncomingMessage,
  token: string | undefined,
): Answer | undefined {
  const given = bearerToken(request);
  if (token !== undefined && given !== undefined) {
    if (isSame(given, token)) return undefined;
    return refusal(401, "The token is not the right one.", token);
  }
  if (isFromThisMachine(request)) return undefined;
  if (token !== undefined) return refusal(401, `A token is needed. ${HOW_TO_GET_IN}.`, token);
  return refusal(
    403,
    `Only this machine may see this page. ${HOW_TO_GET_IN}, after setting PLIMSOLL_DEBUG_TOKEN or the option debugToken.`,
    token,
  );
}

function refusal(status: number, body: string, token: string | undefined): Answer {
  return {
    status,
    type: "text/plain",
    body: `${body}\n`,
    ...(token !== undefined && { headers: { "www-authenticate": 'Bearer realm="plimsoll"' } }),
  };
}

function bearerToken(request: IncomingMessage): string | undefined {
  return /^Bearer +(?<token>\S+) *$/i.exec(request.headers.authorization ?? "")?.groups?.["token"];
}

/** In constant time: the hashes have one length, and nobody can steer theirs. */
function isSame(given: string, token: string): boolean {
  return timingSafeEqual(hash(given), hash(token));
}

function hash(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

// A proxy on this machine makes everyone look local. What it adds is no proof of anything, but a reason to refuse.
const PROXY_HEADERS = ["forwarded", "x-forwarded-for", "x-real-ip", "via"] as const;

/** Whether the other end of the socket is a program of this machine, and no proxy or foreign web page speaks through it. */
function isFromThisMachine(request: IncomingMessage): boolean {
  if (!isLoopback(request.socket.remoteAddress ?? "")) return false;
  if (PROXY_HEADERS.some((name) => request.headers[name] !== undefined)) return false;
  return isLocalName(request.headers.host ?? "");
}

function isLoopback(address: string): boolean {
  return address === "::1" || /^(?:::ffff:)?127\.\d+\.\d+\.\d+$/i.test(address);
}

/** A page of another site may reach this machine by a name that it lets point here (DNS rebinding); its browser then says that name. */
function isLocalName(host: string): boolean {
  const name = host.replace(/:\d+$/, "").toLowerCase();
  if (name === "" || name === "localhost" || name.endsWith(".localhost")) return true;
  return isLoopback(name.replace(/^\[(?<address>.*)\]$/, "$<address>"));
}
