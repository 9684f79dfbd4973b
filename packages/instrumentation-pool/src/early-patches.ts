import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { poolRegistry } from "@plimsoll/pool-observer";
import { showImportsToRequireHooks } from "./commonjs-imports.ts";
import { guard } from "./guard.ts";
import { patchLoaded, POOL_LIBRARIES } from "./pool-libraries.ts";

// Node's own channel (Node ≥ 22): published after each CommonJS module that was loaded, by whomever, with what was asked for.
const CHANNEL = "tracing:module.require:end";

const NAMES = POOL_LIBRARIES.map(({ name }) => name.replaceAll(/[/.-]/g, String.raw`\$&`)).join(
  "|",
);
const LIBRARY = new RegExp(String.raw`(^|[\\/]node_modules[\\/])(${NAMES})($|[\\/])`);

/**
 * Observes pools before a `PoolInstrumentation` is made, and without the `require` hook that one brings. That hook is shared by every instrumentation of
 * the process and shows each of them a module once (require-in-the-middle 8.0.1 index.js:195): one that an SDK adds later would never see the `http`
 * which was loaded meanwhile.
 *
 * @returns a function that ends it, for when the instrumentation is made
 */
export function observeEarly(): () => void {
  const stopShowingImports = showImportsToRequireHooks();
  guard(() => patchLoaded(poolRegistry, POOL_LIBRARIES));
  subscribe(CHANNEL, onLoaded);
  return () => {
    unsubscribe(CHANNEL, onLoaded);
    stopShowingImports();
  };
}

function onLoaded(message: unknown): void {
  const { id } = message as { readonly id?: unknown };
  if (typeof id === "string" && LIBRARY.test(id))
    guard(() => patchLoaded(poolRegistry, POOL_LIBRARIES));
}
