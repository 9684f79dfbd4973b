import { ATTRIBUTE, SPAN_ATTRIBUTE } from "@plimsoll/catalog";
import type { ExpectedDatabase } from "../../src/traces/judge-traces.ts";
import type { StoredSpan, Trace } from "../../src/traces/trace.ts";

/** The database of {@link rightTraces}. */
export const DATABASE: ExpectedDatabase = { name: "orders", host: "127.0.0.1", port: 5432 };

const START = 1_795_470_050;

/** A request's trace: server span, handler, and one after the other its queries, 10 ms each. */
function requestTrace(id: string, route: string, ...texts: string[]): Trace {
  const end = (texts.length + 1) * 0.01;
  const server = span(`${id}-s`, undefined, `GET /${route}`, 0, end, { kind: "server" });
  const handler = span(`${id}-h`, server.id, "request handler", 0.001, end, {
    attributes: { "express.type": "request_handler" },
  });
  const queries = texts.map((text, index) =>
    querySpan(`${id}-q${index}`, handler.id, text, 0.005 + index * 0.01, route === "failing"),
  );
  return { id, spans: [server, handler, ...queries] };
}

/** The traces of an app that did all that it was asked for. */
export function rightTraces(): Trace[] {
  return [
    { id: "start", spans: [querySpan("start-q", undefined, "create table orders (id int)", 0)] },
    requestTrace("query", "query", "select status from orders where id = $1"),
    requestTrace(
      "transaction",
      "transaction",
      "begin",
      "insert into orders values ($1)",
      "select count(*) from orders",
      "commit",
    ),
    requestTrace("failing", "failing", "select * from missing"),
    ...["1", "2", "3", "4", "5", "6"].map((id) =>
      requestTrace(id, "contended", "select pg_advisory_xact_lock_shared(?)"),
    ),
  ];
}

function querySpan(
  id: string,
  parentId: string | undefined,
  text: string,
  from: number,
  isError = false,
): StoredSpan {
  const [operation = ""] = text.split(" ");
  return span(id, parentId, `pg.query:${operation.toUpperCase()} orders`, from, from + 0.005, {
    kind: "client",
    isError,
    attributes: {
      [SPAN_ATTRIBUTE.queryText]: text,
      [ATTRIBUTE.systemName]: "postgresql",
      [ATTRIBUTE.namespace]: "orders",
      [ATTRIBUTE.serverAddress]: "127.0.0.1",
      [ATTRIBUTE.serverPort]: 5432,
    },
  });
}

/** A span `from` and `to` so many seconds after the start of its trace. */
function span(
  id: string,
  parentId: string | undefined,
  name: string,
  from: number,
  to: number,
  more: Partial<StoredSpan> = {},
): StoredSpan {
  return {
    id,
    parentId,
    name,
    kind: "internal",
    isError: false,
    attributes: {},
    startedAt: START + from,
    endedAt: START + to,
    ...more,
  };
}
