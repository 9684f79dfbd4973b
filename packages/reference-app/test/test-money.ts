import type { Test } from "tap";
import type { Config } from "../src/config.ts";
import { type Money, startMoney } from "../src/server.ts";
import { createSeededDatabase } from "./test-database.ts";

/** What Money answered. `body` is whatever JSON it sent. */
export interface Answer {
  status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- each test knows the shape that it asserts
  body: any;
}

/** A Money in this process, on a port of its own, with a client for it. */
export interface TestMoney extends Money {
  databaseUrl: string;
  get: (path: string) => Promise<Answer>;
  post: (path: string, body: unknown) => Promise<Answer>;
  put: (path: string, body: unknown) => Promise<Answer>;
}

/** Starts Money on a seeded database; after the test it is closed without waiting for leaked clients' requests. */
export async function startTestMoney(t: Test, overrides?: Partial<Config>): Promise<TestMoney> {
  const databaseUrl = overrides?.databaseUrl ?? (await createSeededDatabase(t));
  const money = await startMoney({
    host: "127.0.0.1",
    port: 0,
    poolMax: 4,
    acquireTimeoutMs: 5000,
    hasFaults: false,
    shedsLoad: false,
    cacheSeconds: 0,
    ...overrides,
    databaseUrl,
  });
  t.teardown(() => money.close(0.1));
  const send = (method: string, path: string, body?: unknown): Promise<Answer> =>
    request(money.url + path, method, body);
  return {
    ...money,
    databaseUrl,
    get: (path) => send("GET", path),
    post: (path, body) => send("POST", path, body),
    put: (path, body) => send("PUT", path, body),
  };
}

/** Sends `body` as JSON; text is sent as it is. */
export async function request(url: string, method: string, body?: unknown): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { "content-type": "application/json", connection: "close" },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}
