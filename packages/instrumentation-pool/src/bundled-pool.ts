import { readFile } from "node:fs/promises";
import { diag } from "@opentelemetry/api";
import type { PoolRegistry } from "@plimsoll/pool-observer";
import { foundLibraries } from "./pool-libraries.ts";

// pg-pool 3.14.0 index.js:27, the same since 2.0: text survives a minifier, names do not.
const POOL_MARK = "Release called on client which has already been released to the pool.";
// Long enough for an app to have named its pool; a short script hears nothing.
const LOOKS_AFTER_SECONDS = 2;

/**
 * Warns once when the app's file has pg inside of it, as a bundler leaves it, so that no hook reaches its pools, and no pool was named by `observePool()`.
 *
 * @param onFound called before the warning
 * @returns a function that ends it
 */
export function watchForBundledPool(
  registry: PoolRegistry,
  mainFile: string | undefined,
  onFound: () => void,
): () => void {
  const timer = setTimeout(() => {
    if (mainFile === undefined || foundLibraries.size > 0 || hasPool(registry)) return;
    void warnIfBundled(registry, mainFile, onFound);
  }, LOOKS_AFTER_SECONDS * 1000).unref();
  return () => clearTimeout(timer);
}

async function warnIfBundled(
  registry: PoolRegistry,
  mainFile: string,
  onFound: () => void,
): Promise<void> {
  if (!(await hasMark(mainFile)) || hasPool(registry)) return;
  onFound();
  diag.warn(inBundle(mainFile));
}

function hasPool(registry: PoolRegistry): boolean {
  return registry.trackers()[Symbol.iterator]().next().done !== true;
}

async function hasMark(file: string): Promise<boolean> {
  try {
    const text = await readFile(file, "utf8");
    return text.includes(POOL_MARK);
  } catch {
    // Node resolves a main file without its extension; then nothing is known.
    return false;
  }
}

function inBundle(file: string): string {
  return (
    `plimsoll: ${file} has pg inside of it (a bundle), where no hook reaches it, so there are no pool metrics and no query spans; the app is not affected. ` +
    "Leave pg out of the bundle (esbuild --external:pg), or call observePool(pool, { name }) for the metrics."
  );
}
