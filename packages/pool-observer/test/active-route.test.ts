import { context, createContextKey, ROOT_CONTEXT } from "@opentelemetry/api";
import t from "tap";
import { activeRouteSource, routeName } from "../src/active-route.ts";

t.test("outside of a request the route is none", (t) => {
  t.equal(activeRouteSource(), undefined);
  t.equal(routeName(undefined), "none");
  t.end();
});

t.test("the route is read from the RPC metadata when it is reported, not when it is found", (t) => {
  const metadata: { type: string; route?: string } = { type: "http" };
  const key = createContextKey("OpenTelemetry SDK Context Key RPC_METADATA");
  const active = ROOT_CONTEXT.setValue(key, metadata);
  t.equal(routeName(metadata), "none");
  metadata.route = "/transfers";
  t.equal(routeName(active.getValue(key) as typeof metadata), "/transfers");
  t.equal(context.active(), ROOT_CONTEXT);
  t.end();
});
