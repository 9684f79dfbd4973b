import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { PoolRegistry } from "@plimsoll/pool-observer";
import { guard } from "../guard.ts";
import { poolOfSql } from "./find-pools.ts";
import { isQueryClass, patchQueryClass } from "./patch-query.ts";
import type { PostgresSql } from "./postgres-shapes.ts";
import { require } from "../require-here.ts";

const COMMONJS_FILE = /[\\/]postgres[\\/]cjs[\\/]src[\\/](?:query|large)\.js$/;
const COMMONJS_MAIN = /[\\/]cjs[\\/]src[\\/]index\.js$/;

/** Patches the CommonJS copies of postgres.js that are loaded. */
export function patchCommonJsCopies(registry: PoolRegistry): void {
  for (const [filename, module] of Object.entries(require.cache))
    if (COMMONJS_FILE.test(filename)) patchExports(module?.exports, registry);
}

/**
 * Patches the ESM copy of postgres.js that the app gets, found from the app's first file. Its two files without a dependency are loaded for it,
 * which gives the very modules that the app imports, at whatever time it does.
 */
export function patchModuleCopies(registry: PoolRegistry): void {
  for (const root of rootsOfApp()) {
    if (patchModules(root, registry)) continue;
    // Before Node 22.18 a module that is linked and not evaluated yet cannot be required: then it is when the app's own modules have run.
    queueMicrotask(() => patchModules(root, registry));
  }
}

function rootsOfApp(): Set<string> {
  const roots = new Set<string>();
  const [, script] = process.argv;
  for (const base of [script, join(process.cwd(), "app.js")]) {
    if (base === undefined) continue;
    try {
      const main = createRequire(realBase(base)).resolve("postgres");
      if (COMMONJS_MAIN.test(main)) roots.add(dirname(dirname(dirname(main))));
    } catch {
      // The app has no postgres.js.
    }
  }
  return roots;
}

function realBase(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

function patchModules(root: string, registry: PoolRegistry): boolean {
  try {
    for (const file of ["query.js", "large.js"])
      patchExports(require(join(root, "src", file)), registry);
    return true;
  } catch {
    return false;
  }
}

/** Patches what is in `exports`, CommonJS or ESM, of src/query.js or src/large.js. */
function patchExports(exports: unknown, registry: PoolRegistry): void {
  const { Query, default: main = exports } = exports as { Query?: unknown; default?: unknown };
  if (isQueryClass(Query)) patchQueryClass(Query.prototype, registry);
  else if (typeof main === "function") patchLargeObject(main, registry);
}

/**
 * Sees each `postgres()` as it is made: it binds `largeObject` to what it returns (postgres 3.4.9 src/index.js:83), and a function's own `bind`
 * comes before the one that all functions have.
 */
function patchLargeObject(largeObject: object, registry: PoolRegistry): void {
  if (Object.hasOwn(largeObject, "bind")) return;
  Object.defineProperty(largeObject, "bind", {
    configurable: true,
    writable: true,
    enumerable: false,
    value: (thisArgument: unknown, sql: unknown): unknown => {
      guard(() => {
        if (typeof sql === "function") poolOfSql(sql as unknown as PostgresSql, registry);
      });
      return Function.prototype.bind.call(largeObject as () => unknown, thisArgument, sql);
    },
  });
}
