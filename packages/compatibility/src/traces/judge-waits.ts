import { ATTRIBUTE, type Outcome, POOL_WAIT_SPAN, SPAN_ATTRIBUTE } from "@plimsoll/catalog";
import { CALLERS } from "../workload.ts";
import { CLOCK_SECONDS, handlerOf, isWithin, queriesOf, requestsOf } from "./request-trace.ts";
import type { StoredSpan, Trace } from "./trace.ts";

/**
 * What is wrong with the waits of one app whose pool has `limit` connections: of the callers as many waited for a release as were more than the limit,
 * each before its query and not before one was given back; nobody else did.
 */
export function judgeWaits(traces: readonly Trace[], limit: number): string[] {
  const contended = requestsOf(traces, "contended");
  const queued = contended.filter((trace) => waitsOf(trace, "queued").length > 0);
  const elsewhere = traces.filter(
    (trace) => !contended.includes(trace) && waitsOf(trace, "queued").length > 0,
  );
  return [
    ...(queued.length === CALLERS - limit
      ? []
      : [`${queued.length} callers have the span of a wait, expected ${CALLERS - limit}`]),
    ...elsewhere.map(({ id }) => `trace ${id} has waited, expected only callers to wait`),
    ...traces.flatMap(({ id, spans }) =>
      spans
        .filter(({ name }) => name === POOL_WAIT_SPAN)
        .flatMap((wait) => judgeWait(wait, { id, spans }))
        .map((problem) => `trace ${id}: ${problem}`),
    ),
    ...queued.flatMap((trace) => judgeOrder(trace, contended)),
  ];
}

function judgeWait(wait: StoredSpan, trace: Trace): string[] {
  const server = trace.spans.find(({ kind }) => kind === "server");
  const outcome = wait.attributes[SPAN_ATTRIBUTE.outcome];
  const problems: string[] = [];
  if (outcome !== "queued" && outcome !== "created")
    problems.push(`a wait ended as ${outcome}, expected queued or created`);
  if (wait.isError) problems.push("a wait that got its connection is an error");
  if (wait.attributes[ATTRIBUTE.poolName] !== "orders-pool")
    problems.push(`a wait names the pool ${wait.attributes[ATTRIBUTE.poolName]}`);
  if (server === undefined) return problems;
  if (handlerOf(wait, trace) === undefined)
    problems.push("the parent of a wait is not the request's handler");
  if (!isWithin(wait, server)) problems.push("a wait begins or ends outside its request");
  return problems;
}

/** A wait comes before the query that it was for, and ends when another caller's query has. */
function judgeOrder(trace: Trace, contended: readonly Trace[]): string[] {
  const waits = waitsOf(trace, "queued");
  const query = queriesOf(trace).at(-1);
  const releasedAt = Math.min(
    ...contended.flatMap((other) =>
      other === trace ? [] : queriesOf(other).map((q) => q.endedAt),
    ),
  );
  if (waits.length > 1) return [`trace ${trace.id}: ${waits.length} waits for one connection`];
  return waits.flatMap(({ endedAt }) => [
    ...(query && endedAt > query.startedAt + CLOCK_SECONDS
      ? [`trace ${trace.id}: the wait ends after its query begins`]
      : []),
    ...(endedAt < releasedAt - CLOCK_SECONDS
      ? [`trace ${trace.id}: the wait ends before a connection is given back`]
      : []),
  ]);
}

function waitsOf({ spans }: Trace, outcome: Outcome): StoredSpan[] {
  return spans.filter(
    ({ name, attributes }) =>
      name === POOL_WAIT_SPAN && attributes[SPAN_ATTRIBUTE.outcome] === outcome,
  );
}
