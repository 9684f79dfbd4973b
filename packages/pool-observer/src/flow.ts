import { AsyncLocalStorage } from "node:async_hooks";
import type { HeldConnection } from "./held-connection.ts";
import type { PoolRequest } from "./pool-request.ts";

/**
 * The asynchronous flow of code that asked a pool for a connection: what it awaits and what it starts belongs to it.
 * A request from a flow that holds a connection of the same pool is nested: it waits for others while others wait for it.
 */
export interface Flow {
  /** What it asked for, and whom; undefined until a {@link reserveFlow reserved} one asks. */
  request: PoolRequest | undefined;
  pool: object | undefined;
  /** What its request was granted, while it is held. */
  held: HeldConnection | undefined;
  /** The flow that it runs in, if that one held a connection when this one began. */
  readonly parent: Flow | undefined;
}

const flows = new AsyncLocalStorage<Flow | undefined>();

/**
 * Makes the running code, and all that follows from it, a flow that will ask for a connection. Whoever awaits the answer goes on in it; there is
 * no later moment to enter it, because an `await` restores the context that it started from. So it is reserved where the app's call comes in,
 * when the pool is asked only after an `await` inside of a library.
 */
export function reserveFlow(): Flow {
  let parent = flows.getStore();
  // Flows that hold nothing are skipped, so that a loop that acquires and releases makes no chain.
  while (parent !== undefined && parent.held === undefined) parent = parent.parent;
  const flow: Flow = { pool: undefined, request: undefined, held: undefined, parent };
  flows.enterWith(flow);
  return flow;
}

/** Makes `request` that of the reserved flow, or of a new one (see {@link reserveFlow}). */
export function enterFlow(pool: object, request: PoolRequest): void {
  const current = flows.getStore();
  const flow = current !== undefined && current.pool === undefined ? current : reserveFlow();
  flow.pool = pool;
  flow.request = request;
  request.flow = flow;
}

/** Runs `work`, which may enter a flow, and goes back to the flow of before. */
export function restoringFlow<T>(work: () => T): T {
  const outer = flows.getStore();
  try {
    return work();
  } finally {
    flows.enterWith(outer);
  }
}

/**
 * Whether the running code asks `pool` for a connection while it holds one that does nothing meanwhile.
 *
 * Some holders do not count, because nobody waits for them: one whose query runs, for it goes on by itself (`Promise.all` of a transaction and a
 * query beside it); one that listens; one that was held for over `longSeconds`, such as a leader's lock taken at start, from which every later flow
 * descends; and one of another HTTP request.
 */
export function isNested(request: PoolRequest, pool: object, longSeconds: number): boolean {
  for (let flow = flows.getStore(); flow !== undefined; flow = flow.parent) {
    const { held } = flow;
    if (held === undefined || flow.pool !== pool) continue;
    if (held.isQuerying || held.isListening) continue;
    if (request.startedAt - held.heldSince > longSeconds) continue;
    if (flow.request?.routeSource === request.routeSource) return true;
  }
  return false;
}
