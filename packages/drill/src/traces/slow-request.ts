import { POOL_WAIT_SPAN } from "@plimsoll/catalog";
import type { TraceSpan } from "./trace-span.ts";

/** The trace of one request that waited for a connection. */
export interface SlowRequest {
  readonly server: TraceSpan;
  /** Its waits, earliest first; at least one. */
  readonly waits: readonly TraceSpan[];
  /** All its spans. */
  readonly spans: readonly TraceSpan[];
  /** Sum of the waits. */
  readonly waitSeconds: number;
}

/** The requests of a run that are worth a look. */
export interface SlowRequests {
  /** Traces of requests that came in, at the least. */
  readonly received: number;
  /** Of those that were answered before the first user-visible error, the one that waited longest; in a run without error of all. */
  readonly longestWait: SlowRequest | null;
  /** Of those that were open at the first user-visible error, the one that had waited longest by then. */
  readonly firstError: SlowRequest | null;
}

/** Chooses from all traces of a run. Times in Unix seconds. */
export function chooseSlowRequests(
  traces: readonly (readonly TraceSpan[])[],
  from: number,
  firstUserErrorAt: number | null,
): SlowRequests {
  const requests = traces.filter((spans) => spans.some(({ isServer }) => isServer));
  const waited = requests.flatMap(slowRequest).filter(({ server }) => server.startedAt >= from);
  const errorAt = firstUserErrorAt ?? Infinity;
  const before = waited.filter(({ server }) => server.endedAt < errorAt);
  const open = waited.filter(
    ({ server, waits }) => server.endedAt >= errorAt && (waits[0]?.startedAt ?? errorAt) < errorAt,
  );
  return {
    received: requests.length,
    longestWait: before.toSorted((a, b) => b.waitSeconds - a.waitSeconds)[0] ?? null,
    firstError: open.toSorted((a, b) => a.server.startedAt - b.server.startedAt)[0] ?? null,
  };
}

function slowRequest(spans: readonly TraceSpan[]): SlowRequest[] {
  const server = spans.find(({ isServer }) => isServer);
  const waits = spans
    .filter(({ name }) => name === POOL_WAIT_SPAN)
    .toSorted((a, b) => a.startedAt - b.startedAt);
  if (server === undefined || waits.length === 0) return [];
  const waitSeconds = waits.reduce((sum, wait) => sum + wait.endedAt - wait.startedAt, 0);
  return [{ server, waits, spans, waitSeconds }];
}
