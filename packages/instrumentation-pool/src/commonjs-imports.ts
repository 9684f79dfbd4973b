import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { isAbsolute } from "node:path";
import { require } from "./require-here.ts";

interface ModuleRequire {
  readonly id?: unknown;
  readonly parentFilename?: unknown;
}

// Node's own channel (Node ≥ 22): published after each CommonJS module that was loaded, by whomever.
const CHANNEL = "tracing:module.require:end";
let watchers = 0;

/**
 * Shows CommonJS packages that ES modules import to the `require` hooks of OpenTelemetry.
 *
 * Node loads `import express from "express"` through its CommonJS loader, but not through `require()`, which is all that the hooks see; so
 * instrumentations miss it unless a loader hook was registered before the app's module graph, which `import "@plimsoll/node"` in the first line
 * cannot do. Requiring the loaded module once more returns it from the cache, and the hooks patch it before the importer runs.
 *
 * @returns a function that ends it
 */
export function showImportsToRequireHooks(): () => void {
  if (watchers === 0) subscribe(CHANNEL, onLoaded);
  watchers += 1;
  return () => {
    watchers -= 1;
    if (watchers === 0) unsubscribe(CHANNEL, onLoaded);
  };
}

function onLoaded(message: unknown): void {
  const { id, parentFilename } = message as ModuleRequire;
  // A require() has a parent, and the hooks saw it; only packages are of interest.
  if (parentFilename !== undefined || typeof id !== "string") return;
  if (!isAbsolute(id) || !id.includes("node_modules")) return;
  if (require.cache[id]?.loaded === true) require(id);
}
