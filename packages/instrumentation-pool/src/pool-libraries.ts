import type { InstrumentationNodeModuleDefinition as ModuleDefinition } from "@opentelemetry/instrumentation";
import type { PoolRegistry } from "@plimsoll/pool-observer";
import { guard } from "./guard.ts";
import {
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from "./instrumentation-base.ts";
import { patchClientClass } from "./pg-client/patch-client.ts";
import { isPgClientClass } from "./pg-client/pg-client.ts";
import { patchPoolClass } from "./pg-pool/patch-pool.ts";
import { isPoolClass } from "./pg-pool/pg-shapes.ts";
import { patchCommonJsCopies } from "./postgres-js/patch-copies.ts";
import { patchTransaction } from "./patch-transaction.ts";
import type { TimeoutErrorClass } from "./resource-pool/timeout-error.ts";
import { patchHandleError } from "./queries/patch-query.ts";
import { patchSequelizePoolClass } from "./sequelize-pool/patch-sequelize-pool.ts";
import { isSequelizePoolClass } from "./sequelize-pool/sequelize-shapes.ts";
import { patchTarnClass } from "./tarn/patch-tarn.ts";
import { isTarnClass } from "./tarn/tarn-shapes.ts";
import { require } from "./require-here.ts";

/** A CommonJS package whose classes are patched. */
export interface PoolLibrary {
  readonly name: string;
  /** The versions whose patched methods were read. */
  readonly versions: string;
  /** The file in the package that exports what is patched, when that is not its main file. */
  readonly file?: string;
  /** That file, as `require.cache` names it. */
  readonly mainFile: RegExp;
  /** Whether it is patched for the sake of queries too. */
  readonly hasClients?: boolean;
  /** Patches a copy of the package, by that file's exports; one that is patched already stays as it is. */
  readonly patch: (exports: unknown, registry: PoolRegistry) => void;
}

const LIBRARIES: readonly PoolLibrary[] = [
  {
    name: "pg-pool",
    versions: ">=2.0.10 <4",
    mainFile: /[\\/]pg-pool[\\/]index\.js$/,
    patch: (exports, registry) => {
      // pg-pool is `module.exports = Pool`; a transpiled copy may have it under `default`.
      const Pool = isPoolClass(exports) ? exports : exportsOf(exports).default;
      if (isPoolClass(Pool)) patchPoolClass(Pool.prototype, registry);
    },
  },
  {
    // Bundles a copy of pg-pool and of pg's client, in a file each for require and for import; only the first is a CommonJS module.
    name: "@neondatabase/serverless",
    versions: ">=0.9.0 <2",
    mainFile: /[\\/]@neondatabase[\\/]serverless[\\/]index\.js$/,
    patch: (exports, registry) => {
      const { Pool } = exportsOf(exports);
      if (isPoolClass(Pool)) patchPoolClass(Pool.prototype, registry);
    },
  },
  {
    name: "@neondatabase/serverless",
    versions: ">=0.9.0 <2",
    mainFile: /[\\/]@neondatabase[\\/]serverless[\\/]index\.js$/,
    hasClients: true,
    patch: (exports) => {
      const { Client } = exportsOf(exports);
      if (isPgClientClass(Client)) patchClientClass(Client.prototype);
    },
  },
  {
    // For pools that do not know their client's class: its first connect tells whose pool it is.
    name: "pg",
    versions: ">=8.0.0 <9",
    mainFile: /[\\/]pg[\\/]lib[\\/]index\.js$/,
    hasClients: true,
    patch: (exports) => {
      const { Client } = exportsOf(exports);
      if (isPgClientClass(Client)) patchClientClass(Client.prototype);
    },
  },
  {
    // Loaded only when the app asks for `pg.native`.
    name: "pg",
    versions: ">=8.0.0 <9",
    file: "lib/native/client.js",
    mainFile: /[\\/]pg[\\/]lib[\\/]native[\\/]client\.js$/,
    hasClients: true,
    patch: (exports) => {
      if (isPgClientClass(exports)) patchClientClass(exports.prototype);
    },
  },
  {
    // A stream binds the method of its cursor before the cursor is first seen as a query.
    name: "pg-cursor",
    versions: ">=2.0.0 <3",
    mainFile: /[\\/]pg-cursor[\\/]index\.js$/,
    hasClients: true,
    patch: (exports) => {
      const { prototype } = exportsOf(exports) as { prototype?: object };
      if (prototype !== undefined) patchHandleError(prototype);
    },
  },
  {
    name: "tarn",
    versions: ">=3.0.0 <4",
    mainFile: /[\\/]tarn[\\/]dist[\\/]tarn\.js$/,
    patch: (exports, registry) => {
      const { Pool, TimeoutError } = exportsOf(exports);
      if (isTarnClass(Pool)) patchTarnClass(Pool.prototype, registry, errorClass(TimeoutError));
    },
  },
  {
    name: "sequelize",
    versions: ">=6.0.0 <7",
    mainFile: /[\\/]sequelize[\\/]lib[\\/]index\.js$/,
    patch: patchTransaction,
  },
  {
    name: "knex",
    versions: ">=1.0.0 <4",
    file: "lib/dialects/postgres/index.js",
    mainFile: /[\\/]knex[\\/]lib[\\/]dialects[\\/]postgres[\\/]index\.js$/,
    patch: patchTransaction,
  },
  {
    name: "sequelize-pool",
    versions: ">=7.0.0 <9",
    mainFile: /[\\/]sequelize-pool[\\/]lib[\\/]index\.js$/,
    patch: (exports, registry) => {
      const { Pool, TimeoutError } = exportsOf(exports);
      if (isSequelizePoolClass(Pool))
        patchSequelizePoolClass(Pool.prototype, registry, errorClass(TimeoutError));
    },
  },
  {
    name: "postgres",
    versions: ">=3.2.4 <4",
    mainFile: /[\\/]postgres[\\/]cjs[\\/]src[\\/]index\.js$/,
    patch: (_exports, registry) => patchCommonJsCopies(registry),
  },
];

/** The packages that this process has loaded, by name. */
export const foundLibraries: ReadonlySet<string> = new Set<string>();

/** Every package of which pools, or clients of pools, are made. */
export const POOL_LIBRARIES: readonly PoolLibrary[] = LIBRARIES.map((library) => ({
  ...library,
  patch: (exports, registry) => {
    (foundLibraries as Set<string>).add(library.name);
    guard(() => library.patch(exports, registry));
  },
}));

/** The packages by whose clients queries are sent. */
export const CLIENT_LIBRARIES: readonly PoolLibrary[] = POOL_LIBRARIES.filter(
  ({ hasClients }) => hasClients === true,
);

/** Patches the copies that were loaded before us: pools made of them are measured from their next call on. */
export function patchLoaded(registry: PoolRegistry, libraries: readonly PoolLibrary[]): void {
  for (const [filename, module] of Object.entries(require.cache))
    for (const { mainFile, patch } of libraries)
      if (mainFile.test(filename)) patch(module?.exports, registry);
}

/** What OpenTelemetry's module hooks are to do for `libraries`. */
export function hookDefinitions(
  libraries: readonly PoolLibrary[],
  registry: PoolRegistry,
): ModuleDefinition[] {
  return libraries.map(({ name, versions, file, patch }) => {
    const patched = (exports: unknown) => {
      patch(exports, registry);
      return exports;
    };
    if (file === undefined)
      return new InstrumentationNodeModuleDefinition(name, [versions], patched);
    const inside = new InstrumentationNodeModuleFile(
      `${name}/${file}`,
      [versions],
      patched,
      () => undefined,
    );
    return new InstrumentationNodeModuleDefinition(name, [versions], undefined, undefined, [
      inside,
    ]);
  });
}

function exportsOf(exports: unknown): Record<string, unknown> {
  return (exports ?? {}) as Record<string, unknown>;
}

function errorClass(value: unknown): TimeoutErrorClass | undefined {
  return typeof value === "function" ? (value as unknown as TimeoutErrorClass) : undefined;
}
