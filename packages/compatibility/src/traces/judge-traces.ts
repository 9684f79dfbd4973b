import { ATTRIBUTE, SPAN_ATTRIBUTE } from "@plimsoll/catalog";
import { CALLERS } from "../workload.ts";
import { handlerOf, isWithin, queriesOf, requestsOf } from "./request-trace.ts";
import type { AttributeValue, StoredSpan, Trace } from "./trace.ts";

/** What the queries of a route's request must match, one each. Their order is not judged: spans begin at whole milliseconds. */
const QUERIES: Readonly<Record<string, readonly RegExp[]>> = {
  query: [/orders/i],
  transaction: [/^\s*(begin|start transaction)/i, /insert/i, /count/i, /commit/i],
  failing: [/missing/i],
  contended: [/pg_advisory/i],
};

const REQUESTS: Readonly<Record<string, number>> = {
  query: 1,
  transaction: 1,
  failing: 1,
  contended: CALLERS,
};

/** What Sequelize asks on a connection that it has just opened, within the request that needed it. */
const SESSION_SETUP = /^set /i;

/** The database that every query span must name. */
export interface ExpectedDatabase {
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

/** What is wrong with the traces of one app, as the store has them: nothing when each request has its own whole trace. */
export function judgeTraces(traces: readonly Trace[], database: ExpectedDatabase): string[] {
  return [
    ...Object.keys(REQUESTS).flatMap((route) => judgeRequests(traces, route)),
    ...traces.flatMap((trace) =>
      [...judgeTree(trace), ...judgeQueries(trace, database)].map(
        (problem) => `${titleOf(trace)}: ${problem}`,
      ),
    ),
  ];
}

function judgeRequests(traces: readonly Trace[], route: string): string[] {
  const requests = requestsOf(traces, route);
  if (requests.length !== REQUESTS[route])
    return [`/${route}: ${requests.length} traces, expected ${REQUESTS[route]}`];
  const patterns = QUERIES[route] ?? [];
  return requests.flatMap((trace) => {
    const texts = queriesOf(trace)
      .map(textOf)
      .filter((text) => !SESSION_SETUP.test(text));
    const isAsExpected =
      texts.length === patterns.length &&
      patterns.every((pattern) => texts.some((text) => pattern.test(text)));
    if (!isAsExpected)
      return [`/${route}: its queries are ${JSON.stringify(texts)}, expected ${patterns.join()}`];
    const areErrors = queriesOf(trace).every(({ isError }) => isError === (route === "failing"));
    return areErrors ? [] : [`/${route}: of its query spans the wrong ones are errors`];
  });
}

/** One request, one root, no span without its parent; beside requests only queries of the app's start, each on its own. */
function judgeTree({ spans }: Trace): string[] {
  const byId = new Map(spans.map((span) => [span.id, span]));
  const problems = spans.flatMap(({ name, parentId }) =>
    parentId !== undefined && !byId.has(parentId) ? [`${name} is an orphan`] : [],
  );
  const roots = spans.filter(({ parentId }) => parentId === undefined);
  const servers = spans.filter(({ kind }) => kind === "server");
  if (byId.size !== spans.length) problems.push("a span is there twice");
  if (roots.length !== 1) problems.push(`${roots.length} spans have no parent, expected 1`);
  if (servers.length > 1) problems.push(`${servers.length} requests share a trace`);
  if (servers.length === 1 && roots[0]?.kind !== "server")
    problems.push(`it begins with ${roots[0]?.name}, expected its server span`);
  return problems;
}

function judgeQueries(trace: Trace, database: ExpectedDatabase): string[] {
  return queriesOf(trace).flatMap((query) => [
    ...judgeAttributes(query, database),
    ...judgeParents(query, trace),
  ]);
}

function judgeAttributes(query: StoredSpan, { name, host, port }: ExpectedDatabase): string[] {
  const expected: Record<string, AttributeValue> = {
    kind: "client",
    name: nameOf(query, name),
    [ATTRIBUTE.systemName]: "postgresql",
    [ATTRIBUTE.namespace]: name,
    [ATTRIBUTE.serverAddress]: host,
    [ATTRIBUTE.serverPort]: port,
  };
  const seen: Record<string, AttributeValue> = {
    ...query.attributes,
    kind: query.kind,
    name: query.name,
  };
  return Object.entries(expected).flatMap(([key, value]) =>
    seen[key] === value ? [] : [`${key} of a query is ${String(seen[key])}, expected ${value}`],
  );
}

/** The name that a query's span is to have: few names, whatever the text. A `WITH` may be named after the statement that it leads to. */
function nameOf(query: StoredSpan, database: string): string {
  const [first = ""] = textOf(query).trim().toUpperCase().split(/\W/, 1);
  const names = first === "WITH" ? ["WITH", "SELECT", "INSERT", "UPDATE", "DELETE"] : [first];
  const allowed = names.map((operation) => `pg.query:${operation} ${database}`);
  return allowed.find((one) => one === query.name) ?? allowed[0] ?? "";
}

/** Within a request a query belongs to Express' handler, that one to the server span; and nothing lasts longer than its request. */
function judgeParents(query: StoredSpan, trace: Trace): string[] {
  const server = trace.spans.find(({ kind }) => kind === "server");
  if (server === undefined) return [];
  const handler = handlerOf(query, trace);
  const problems: string[] = [];
  if (handler?.parentId !== server.id)
    problems.push("a query does not hang on the handler of its request's server span");
  if (!isWithin(query, server)) problems.push("a query begins or ends outside its request");
  return problems;
}

function textOf({ attributes }: StoredSpan): string {
  return String(attributes[SPAN_ATTRIBUTE.queryText]);
}

function titleOf({ id, spans }: Trace): string {
  const first = spans.find(({ kind }) => kind === "server") ?? spans[0];
  return `${first?.name} (${id})`;
}
