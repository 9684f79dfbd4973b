import type { IncomingMessage } from "node:http";
import t from "tap";
import { hasToken, isLoopback } from "../src/metrics-access.ts";

const TOKEN = "0123456789abcdef";

const showing = (authorization?: string): IncomingMessage =>
  ({ headers: { authorization } }) as IncomingMessage;

t.test("the very token opens, in any spelling of Bearer", (t) => {
  t.ok(hasToken(showing(`Bearer ${TOKEN}`), TOKEN));
  t.ok(hasToken(showing(`bearer ${TOKEN}`), TOKEN));
  t.end();
});

t.test("no token, a part of it, more than it and another scheme do not open", (t) => {
  for (const header of [
    undefined,
    "",
    "Bearer ",
    `Bearer ${TOKEN.slice(1)}`,
    `Bearer ${TOKEN}f`,
    `Basic ${TOKEN}`,
    TOKEN,
  ])
    t.notOk(hasToken(showing(header), TOKEN), String(header));
  t.end();
});

t.test("loopback is what only this machine reaches", (t) => {
  for (const host of ["127.0.0.1", "127.1.2.3", "localhost", "::1", "::ffff:127.0.0.1"])
    t.ok(isLoopback(host), host);
  for (const host of ["0.0.0.0", "::", "10.0.0.1", "127.0.0.1.example.com", "app"])
    t.notOk(isLoopback(host), host);
  t.end();
});
