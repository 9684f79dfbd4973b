import { AsyncLocalStorage } from "node:async_hooks";
import {
  type Context,
  type ContextManager,
  context,
  createContextKey,
  ROOT_CONTEXT,
} from "@opentelemetry/api";

/** What the HTTP instrumentation keeps per request; the router sets the route. */
export interface RpcMetadata {
  readonly type: "http";
  route?: string;
}

// @opentelemetry/core 3.0 trace/rpc-metadata; core is no dependency here, and the key is a Symbol.for().
const RPC_METADATA = createContextKey("OpenTelemetry SDK Context Key RPC_METADATA");

const storage = new AsyncLocalStorage<Context>();

/** Carries the context over asynchronous calls, as @opentelemetry/context-async-hooks does. */
const manager: ContextManager = {
  active: () => storage.getStore() ?? ROOT_CONTEXT,
  with: (active, fn, thisArg, ...args) =>
    storage.run(active, () => fn.apply(thisArg as never, args)),
  bind: (active, target) =>
    typeof target === "function"
      ? (((...args: unknown[]) => storage.run(active, () => target(...args))) as typeof target)
      : target,
  enable: () => manager,
  disable: () => manager,
};

/** Makes the context follow asynchronous calls in this process. */
export function enableContext(): void {
  context.setGlobalContextManager(manager);
}

/** Runs `work` as the HTTP instrumentation runs the handler of a request. */
export function inRequest<T>(metadata: RpcMetadata, work: () => T): T {
  return context.with(context.active().setValue(RPC_METADATA, metadata), work);
}

/** Makes `inside` the context of all that follows in the running asynchronous call. */
export function enterContext(inside: Context): void {
  storage.enterWith(inside);
}
