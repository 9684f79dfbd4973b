import { NO_ROUTE } from "@plimsoll/catalog";
import { type Context, createContextKey, ROOT_CONTEXT, type Span } from "@opentelemetry/api";

/** The part of OpenTelemetry's RPC metadata that is read: the HTTP instrumentation makes one per request, the router fills in the route. */
export interface RouteSource {
  readonly route?: string | undefined;
  /** The server span. */
  readonly span?: Span | undefined;
}

// @opentelemetry/core 3.0 trace/rpc-metadata keeps it under this key; createContextKey() is Symbol.for(), so that the same key
// is reached without importing an SDK package.
const RPC_METADATA = createContextKey("OpenTelemetry SDK Context Key RPC_METADATA");

/**
 * The HTTP request that `context` belongs to, or undefined outside of one.
 * Kept instead of the route's name, because a router may learn the route only after the connection was asked for.
 */
export function routeSourceOf(context: Context): RouteSource | undefined {
  return context === ROOT_CONTEXT
    ? undefined
    : (context.getValue(RPC_METADATA) as RouteSource | undefined);
}

/** The `http.route` to report for `source`. */
export function routeName(source: RouteSource | undefined): string {
  return source?.route ?? NO_ROUTE;
}
