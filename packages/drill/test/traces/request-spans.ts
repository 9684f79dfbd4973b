import { ATTRIBUTE, POOL_WAIT_SPAN, SPAN_ATTRIBUTE } from "@plimsoll/catalog";
import type { TraceSpan } from "../../src/traces/trace-span.ts";

/** A request that begins at `at`, waits, and is answered when its two queries are; or fails with the wait. */
export function requestSpans({
  id = "t",
  at,
  waitSeconds,
  outcome = "queued",
}: {
  id?: string;
  at: number;
  waitSeconds: number | null;
  outcome?: "queued" | "timeout";
}): TraceSpan[] {
  const isServed = outcome === "queued";
  const waited = at + 0.0012 + (waitSeconds ?? 0);
  const end = isServed ? waited + 0.018 : waited + 0.001;
  const make = (name: string, parentId: string | undefined, from: number, to: number) => ({
    traceId: id,
    id: `${id} ${name} ${from}`,
    parentId: parentId && `${id} ${parentId}`,
    name,
    isServer: parentId === undefined,
    isError: false,
    startedAt: from,
    endedAt: to,
    attributes: {} as Record<string, string | number>,
  });
  const server = make("POST /transfers", undefined, at, end);
  const handler = make("request handler", `POST /transfers ${at}`, at + 0.001, end);
  const parent = `request handler ${at + 0.001}`;
  const wait = {
    ...make(POOL_WAIT_SPAN, parent, at + 0.0012, waited),
    isError: !isServed,
    attributes: { [ATTRIBUTE.poolName]: "money", [SPAN_ATTRIBUTE.outcome]: outcome },
  };
  const query = (name: string, text: string, from: number, to: number) => ({
    ...make(name, parent, waited + from, waited + to),
    attributes: { [ATTRIBUTE.systemName]: "postgresql", [SPAN_ATTRIBUTE.queryText]: text },
  });
  const queries = [
    query("pg.query:BEGIN money", "BEGIN", 0.0002, 0.0009),
    query(
      "pg.query:SELECT money",
      "SELECT id, balance_cents AS balance\n FROM accounts WHERE id = ANY($1) ORDER BY id FOR UPDATE",
      0.001,
      0.009,
    ),
    query("pg.query:COMMIT money", "COMMIT", 0.0095, 0.0175),
  ];
  return [
    server,
    handler,
    ...(waitSeconds === null ? [] : [wait]),
    ...(isServed ? queries : []),
  ].map((span) => ({ ...span, isError: span.isError || (span.isServer && !isServed) }));
}
