import { AsyncLocalStorage } from "node:async_hooks";
import {
  type Context,
  type ContextManager,
  context,
  createContextKey,
  ROOT_CONTEXT,
} from "@opentelemetry/api";

// @opentelemetry/core 3.0 trace/rpc-metadata; core is no dependency here, and the key is a Symbol.for().
const RPC_METADATA = createContextKey("OpenTelemetry SDK Context Key RPC_METADATA");

const storage = new AsyncLocalStorage<Context>();

/** Carries the context over asynchronous calls, as @opentelemetry/context-async-hooks does. */
const manager: ContextManager = {
  active: () => storage.getStore() ?? ROOT_CONTEXT,
  with: (active, fn, thisArg, ...args) =>
    storage.run(active, () => fn.apply(thisArg as never, args)),
  bind: (_context, target) => target,
  enable: () => manager,
  disable: () => manager,
};

/** Runs `work` as the HTTP instrumentation runs the handler of a request, whose route the router sets in `metadata`. */
export function inRequest<T>(metadata: { route?: string }, work: () => T): T {
  context.setGlobalContextManager(manager);
  return context.with(context.active().setValue(RPC_METADATA, metadata), work);
}
