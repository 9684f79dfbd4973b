import { context, createContextKey, ROOT_CONTEXT } from "@opentelemetry/api";
import t from "tap";
import { routeName, routeSourceOf } from "../src/active-route.ts";

t.test("outside of a request the route is none", (t) => {
  t.equal(routeSourceOf(context.active()), undefined);
  t.equal(routeName(undefined), "none");
  t.end();
});

t.test("the route is read from the RPC metadata when it is reported, not when it is found", (t) => {
  const metadata: { type: string; route?: string } = { type: "http" };
  const key = createContextKey("OpenTelemetry SDK Context Key RPC_METADATA");
  const active = ROOT_CONTEXT.setValue(key, metadata);
  t.equal(routeName(metadata), "none");
  metadata.route = "/transfers";
  t.equal(routeName(routeSourceOf(active)), "/transfers");
  t.end();
});
