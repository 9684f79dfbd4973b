import { readFile } from "node:fs/promises";
import http from "node:http";
import https from "node:https";

/** One Alertmanager. */
export interface Target {
  /** For messages: no user, no password. */
  readonly name: string;
  readonly url: URL;
  readonly tokenFile: string | undefined;
}

/** What it answered. */
export interface Answer {
  readonly body: string;
  /** Seconds by which its clock is ahead of ours; undefined when it does not say. */
  readonly aheadSeconds: number | undefined;
}

const TIMEOUT_SECONDS = 5;

/** The votes of a thousand instances have half of it. */
const MOST_BYTES = 1_000_000;

/** No socket is kept: the next request comes in seconds, and an idle one would have to be watched. */
const AGENTS = { "http:": new http.Agent(), "https:": new https.Agent() } as const;

/** The Alertmanager at `url`, which may hold a user and a password. */
export function targetOf(url: URL, tokenFile: string | undefined): Target {
  return { name: `${url.origin}${url.pathname.replace(/\/$/, "")}`, url, tokenFile };
}

/** Whether `options` are those of a request of ours, so that no span and no HTTP metric counts it as traffic of the app. */
export function isOwnRequest({ agent }: { readonly agent?: unknown }): boolean {
  return agent === AGENTS["http:"] || agent === AGENTS["https:"];
}

/**
 * Asks the API v2 of `target` once, in a bounded time. It keeps the process alive at no point but while a name is looked up.
 * @param alerts - What to post; without it, it is a GET.
 * @throws Error with a message for people, without credentials.
 */
export async function ask(
  target: Target,
  path: string,
  alerts: readonly object[] | undefined,
  signal: AbortSignal,
): Promise<Answer> {
  const authorization = await authorizationOf(target);
  const body = alerts && JSON.stringify(alerts);
  const { protocol, hostname, port, pathname } = target.url;
  const isSecure = protocol === "https:";
  const request = (isSecure ? https : http).request({
    protocol,
    // An IPv6 address stands in brackets in a URL.
    hostname: hostname.replaceAll(/[[\]]/g, ""),
    port,
    path: `${pathname.replace(/\/$/, "")}/api/v2/${path}`,
    method: body === undefined ? "GET" : "POST",
    agent: AGENTS[isSecure ? "https:" : "http:"],
    signal,
    headers: {
      accept: "application/json",
      ...(authorization && { authorization }),
      ...(body && {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
      }),
    },
  });
  request.on("socket", (socket) => void socket.unref());
  request.end(body);
  return answerOf(request);
}

function answerOf(request: http.ClientRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => request.destroy(new Error(`no answer within ${TIMEOUT_SECONDS} s`)),
      TIMEOUT_SECONDS * 1000,
    ).unref();
    request.on("close", () => clearTimeout(timer));
    request.on("error", (error: NodeJS.ErrnoException) =>
      // Of several addresses tried, the error of all has a code and no message.
      reject(new Error(error.message || error.code || "no connection")),
    );
    request.on("response", (response) => {
      const { statusCode = 0, headers } = response;
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (text: string) => {
        body += text;
        if (body.length > MOST_BYTES) request.destroy(new Error("its answer is too long"));
      });
      response.on("error", reject);
      response.on("end", () => {
        if (statusCode !== 200) reject(new Error(`status ${statusCode}`));
        else resolve({ body, aheadSeconds: aheadSeconds(headers.date) });
      });
    });
  });
}

function aheadSeconds(date: string | undefined): number | undefined {
  const at = Date.parse(date ?? "");
  return Number.isNaN(at) ? undefined : (at - Date.now()) / 1000;
}

async function authorizationOf({ url, tokenFile }: Target): Promise<string | undefined> {
  if (tokenFile !== undefined) {
    const token = (await readFile(tokenFile, "utf8")).trim();
    if (!/^[\x21-\x7e]+$/.test(token)) throw new Error("its token file holds no token");
    return `Bearer ${token}`;
  }
  if (url.username === "" && url.password === "") return undefined;
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return `Basic ${Buffer.from(pair).toString("base64")}`;
}
