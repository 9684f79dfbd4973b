import type { RequestListener } from "node:http";
import { diag } from "@opentelemetry/api";
import express5 from "express";
import express4 from "express-4";
import t, { type Test } from "tap";
import { type Health, plimsollHealth } from "../src/index.ts";
import { ask, fakePools, hold } from "./fake-pools.ts";
import { serve } from "./serve.ts";

const APPS: Readonly<Record<string, (health: Health) => RequestListener>> = {
  "node:http": ({ router }) => {
    return (request, response) => router(request, response, () => response.end("the app"));
  },
  "Express 4": ({ router }) => {
    const app = express4();
    app.use(router);
    app.use((_request, response) => void response.end("the app"));
    return app;
  },
  "Express 5": ({ router }) => {
    const app = express5();
    app.use(router);
    app.use((_request, response) => void response.end("the app"));
    return app;
  },
};

function create(t: Test, options: Parameters<typeof plimsollHealth>[0] = {}) {
  const pools = fakePools();
  const health = plimsollHealth({ registry: pools.registry, clock: pools.clock, ...options });
  t.teardown(health.shutDown);
  return { pools, health };
}

const JSON_ONLY = { headers: { accept: "application/json" } };

for (const [name, createApp] of Object.entries(APPS)) {
  t.test(`${name}: livez says that the process serves, as text and as JSON`, async (t) => {
    const { health } = create(t);
    const url = await serve(t, createApp(health));
    const text = await fetch(`${url}/livez`);
    t.equal(text.status, 200);
    t.equal(await text.text(), "live\n");
    t.equal(text.headers.get("content-type"), "text/plain; charset=utf-8");
    t.equal(text.headers.get("cache-control"), "no-store");
    const json = await fetch(`${url}/livez?from=balancer`, JSON_ONLY);
    t.strictSame(await json.json(), { status: "live" });
    health.shutDown();
    t.equal((await fetch(`${url}/livez`)).status, 200, "also while it shuts down");
  });

  t.test(`${name}: readyz is 200 while the pools work and 503 when shutting down`, async (t) => {
    const { health } = create(t);
    const url = await serve(t, createApp(health));
    const ready = await fetch(`${url}/readyz/`);
    t.equal(ready.status, 200);
    t.equal(await ready.text(), "ready: Nothing waits for a connection.\n");
    health.shutDown();
    const gone = await fetch(`${url}/readyz`, JSON_ONLY);
    t.equal(gone.status, 503);
    t.match(await gone.json(), { isReady: false, status: "shutting_down" });
  });

  t.test(`${name}: what is no health check goes on to the app`, async (t) => {
    const { health } = create(t);
    const url = await serve(t, createApp(health));
    t.equal(await (await fetch(`${url}/orders`)).text(), "the app");
    t.equal(await (await fetch(`${url}/livez`, { method: "POST" })).text(), "the app");
    const head = await fetch(`${url}/livez`, { method: "HEAD" });
    t.equal(head.status, 200);
    t.equal(await head.text(), "");
  });

  t.test(`${name}: debugPools is a page for people and JSON for programs`, async (t) => {
    const { pools, health } = create(t);
    const orders = pools.add("orders");
    hold(orders);
    ask(orders);
    const url = await serve(t, createApp(health));
    const page = await fetch(`${url}/debug/pools`, { headers: { accept: "text/html" } });
    t.equal(page.headers.get("content-type"), "text/html; charset=utf-8");
    t.match(page.headers.get("content-security-policy"), /^default-src 'none'; style-src 'sha256-/);
    t.equal(page.headers.get("cache-control"), "no-store");
    t.match(await page.text(), /<h2>orders<\/h2>/);
    const json = await (await fetch(`${url}/debug/pools`)).json();
    t.match(json, { pools: [{ pool: "orders", used: 1, pending: 1, lastShortage: null }] });
  });
}

t.test("the handlers answer at paths of the app's own, and below a mounted router", async (t) => {
  const { health } = create(t);
  const app = express5();
  app.get("/alive", health.livez);
  app.use("/internal", health.router);
  const url = await serve(t, app);
  t.equal(await (await fetch(`${url}/alive`)).text(), "live\n");
  t.equal((await fetch(`${url}/internal/readyz`)).status, 200);
  t.equal((await fetch(`${url}/readyz`)).status, 404);
});

t.test("the router alone is a whole server", async (t) => {
  const { health } = create(t);
  const url = await serve(t, health.router);
  t.equal((await fetch(`${url}/livez`)).status, 200);
  t.equal((await fetch(`${url}/other`)).status, 404);
});

t.test("a busy pool is ready, and readyz says nothing of names", async (t) => {
  const { pools, health } = create(t);
  const orders = pools.add("10.0.0.7:5432/orders");
  hold(orders);
  const busy = hold(orders);
  ask(orders);
  const url = await serve(t, health.router);
  await t.resolves(awaitStatus(health, "busy"));
  const answer = await fetch(`${url}/readyz`);
  t.equal(answer.status, 200);
  t.equal(
    await answer.text(),
    "busy: 1 request waits for a connection (used=2, idle=0, limit=2).\n",
  );
  t.ok(busy.isHeld);
});

/** The pools are looked at once a second. */
async function awaitStatus({ readiness }: Health, status: string): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (readiness().status !== status) {
    if (performance.now() > deadline) throw new Error(`still ${readiness().status}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

t.test("a registry that fails is one warning, and the app stays ready", async (t) => {
  const warnings = captureWarnings(t);
  const registry = {
    trackers: () => {
      throw new Error("broken");
    },
  };
  const { health } = create(t, { registry: registry as never });
  const url = await serve(t, health.router);
  const page = await fetch(`${url}/debug/pools`);
  t.equal(page.status, 500);
  t.match(await page.text(), "The app is not affected");
  t.equal((await fetch(`${url}/readyz`)).status, 200);
  t.equal((await fetch(`${url}/debug/pools`)).status, 500);
  t.strictSame(warnings, [
    "plimsoll: a health endpoint or the load shedding failed; the app is not affected. Please report this.",
  ]);
});

t.test("a wrong option is one warning, and the default applies", async (t) => {
  const warnings = captureWarnings(t);
  create(t, { notReadyAfterStalledSeconds: -1 });
  t.strictSame(warnings, [
    "plimsoll: notReadyAfterStalledSeconds must be a number above 0, got -1. Using Infinity.",
  ]);
});

function captureWarnings(t: Test): string[] {
  const warnings: string[] = [];
  const warn = (message: string): void => void warnings.push(message);
  diag.setLogger({ error: ignore, warn, info: ignore, debug: ignore, verbose: ignore });
  t.teardown(() => diag.disable());
  return warnings;
}

function ignore(): void {}
