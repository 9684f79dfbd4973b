import type { Library } from "./library.ts";
import { type Cell, measureCell, type Surroundings } from "./measure-cell.ts";
import { buildPgNative } from "./native-build.ts";
import { generatePrismaClient } from "./prisma-client.ts";
import { startTraceReceiver } from "./trace-receiver.ts";
import { type Way, wayName, WAYS } from "./way.ts";
import { startWebSocketProxy } from "./web-socket-proxy.ts";

/** A row of the page: a library, with its cells in the order of {@link WAYS}. */
export interface Row {
  readonly library: Library;
  readonly cells: readonly Cell[];
}

export interface Measured {
  readonly rows: readonly Row[];
  /** Libraries that could not be measured here, each with the reason. */
  readonly skipped: ReadonlyMap<string, string>;
}

// Apps wait more than they compute: a third fills the gaps of two on two cores.
const PARALLEL = 3;

/** Runs every app in every way against the PostgreSQL of `databaseUrl`. */
export async function measureAll(
  libraries: readonly Library[],
  databaseUrl: string,
): Promise<Measured> {
  await generatePrismaClient();
  const native = buildPgNative();
  const skipped = new Map("reason" in native ? [["pg.native", native.reason]] : []);
  const receiver = await startTraceReceiver();
  const proxy = await startWebSocketProxy(databaseUrl);
  const surroundings: Surroundings = {
    databaseUrl,
    receiver,
    env: {
      WEB_SOCKET_PROXY: proxy.address,
      ...("nodePath" in native ? { NODE_PATH: native.nodePath } : {}),
    },
  };
  try {
    const measured = libraries.filter(({ name }) => !skipped.has(name));
    return { rows: await measureRows(measured, surroundings), skipped };
  } finally {
    receiver.close();
    proxy.close();
  }
}

async function measureRows(
  libraries: readonly Library[],
  surroundings: Surroundings,
): Promise<Row[]> {
  const waiting = libraries.flatMap((library) => WAYS.map((way) => ({ library, way })));
  const cells = new Map<string, Cell>();
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { library, way } = next;
      const cell = cellKey(library, way);
      cells.set(cell, await measureCell(library, way, surroundings).catch(named(cell)));
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
  return libraries.map((library) => ({
    library,
    cells: WAYS.flatMap((way) => cells.get(cellKey(library, way)) ?? []),
  }));
}

function cellKey(library: Library, way: Way): string {
  return `${library.name}: ${wayName(way)}`;
}

function named(cell: string): (error: unknown) => never {
  return (cause) => {
    throw new Error(`${cell} could not be measured`, { cause });
  };
}
