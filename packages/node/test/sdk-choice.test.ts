import { join } from "node:path";
import { metrics, trace } from "@opentelemetry/api";
import t from "tap";
import { chooseSdk } from "../src/sdk-choice.ts";

t.afterEach(() => {
  trace.disable();
  metrics.disable();
});

t.test("an app without an SDK gets ours, unless it says join", (t) => {
  const main = join(t.testdir({ "package.json": JSON.stringify({ name: "orders" }) }), "main.js");
  t.same(chooseSdk({}, main), { kind: "own" });
  t.same(chooseSdk({ PLIMSOLL_SDK: "join" }, main), {
    kind: "join",
    because: "PLIMSOLL_SDK is join",
  });
  t.end();
});

t.test("an app that depends on an SDK is waited for, unless it says own", (t) => {
  const manifest = { name: "orders", dependencies: { "@sentry/node": "10" } };
  const main = join(t.testdir({ "package.json": JSON.stringify(manifest) }), "main.js");
  t.match(chooseSdk({}, main), { kind: "join", because: "the app depends on @sentry/node" });
  t.same(chooseSdk({ PLIMSOLL_SDK: "own" }, main), { kind: "own" });
  t.end();
});

t.test("an SDK that is registered is joined, whatever the setting says", (t) => {
  trace.setGlobalTracerProvider({ getTracer: (name) => trace.getTracer(name) });
  t.same(chooseSdk({ PLIMSOLL_SDK: "own" }, undefined), { kind: "join" });
  trace.disable();
  metrics.setGlobalMeterProvider({ getMeter: (name) => metrics.getMeter(name) });
  t.same(chooseSdk({}, undefined), { kind: "join" });
  t.end();
});
