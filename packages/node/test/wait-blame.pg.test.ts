import t, { type Test } from "tap";
import { OtlpReceiver } from "./otlp-receiver.ts";
import { type ReceivedSpan, receivedSpans } from "./received-spans.ts";
import { runApp } from "./run-app.ts";

const DATABASE_URL = process.env["DATABASE_URL"];

type Answer = [path: string, status: number, timing: string | null];

interface Blame {
  readonly answers: readonly Answer[];
  readonly spans: readonly ReceivedSpan[];
  readonly servers: (route: string) => ReceivedSpan[];
  /** Spans of the trace of `server` whose name begins so. */
  readonly below: (server: ReceivedSpan | undefined, name: string) => ReceivedSpan[];
}

async function runBlamed(t: Test, url: string): Promise<Blame> {
  const receiver = await OtlpReceiver.start();
  t.teardown(() => receiver.stop());
  const run = await runApp({
    script: "wait-blame.mjs",
    env: {
      DATABASE_URL: url,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${receiver.url}/v1/traces`,
      PLIMSOLL_SERVER_TIMING: "true",
    },
  });
  t.equal(run.exitCode, 0, run.stderr);
  const spans = receivedSpans(receiver);
  return {
    answers: JSON.parse(run.stdout) as Answer[],
    spans,
    servers: (route) => spans.filter(({ name }) => name === `GET ${route}`),
    below: (server, name) =>
      spans.filter((span) => span.traceId === server?.traceId && span.name.startsWith(name)),
  };
}

const numberOf = (span: ReceivedSpan | undefined, key: string): number =>
  Number(span?.attributes[`plimsoll.db.${key}`]);

if (DATABASE_URL === undefined) t.plan(0, "DATABASE_URL is not set: run `npm test`");
else
  t.test("the trace of a request says where its database time went", async (t) => {
    const { answers, spans, servers, below } = await runBlamed(t, DATABASE_URL);

    t.test(
      "requests that queue have a span of the wait and the query, each in its own trace",
      async (t) => {
        const slow = servers("/slow/:n").toSorted(
          (a, b) => numberOf(a, "wait_seconds") - numberOf(b, "wait_seconds"),
        );
        t.equal(slow.length, 3);
        const [first, second, third] = slow;
        t.same(
          below(first, "pool wait").map(({ attributes }) => attributes["plimsoll.pool.outcome"]),
          ["created"],
          "the first had a connection opened",
        );
        for (const [server, least] of [
          [second, 0.14],
          [third, 0.28],
        ] as const) {
          const [wait, ...more] = below(server, "pool wait");
          t.same(more, []);
          t.equal(wait?.attributes["plimsoll.pool.outcome"], "queued");
          t.ok(Number(wait?.seconds) > least, `${wait?.seconds} s`);
          t.ok(Math.abs(Number(wait?.seconds) - numberOf(server, "wait_seconds")) < 0.05);
        }
        for (const server of slow) t.equal(below(server, "pg.query:SELECT").length, 1);
      },
    );

    t.test("queries of callbacks within callbacks are of their request's trace", async (t) => {
      const requests = servers("/callback/:n");
      t.equal(requests.length, 2);
      for (const server of requests)
        t.same(
          below(server, "pg.query:SELECT")
            .map(({ attributes }) => String(attributes["db.query.text"]))
            .toSorted((a, b) => a.localeCompare(b)),
          ["SELECT ? AS first", "SELECT ? AS second"],
        );
    });

    t.test("a connection that is held for nothing is told apart from a query", async (t) => {
      const [held] = servers("/held");
      t.ok(numberOf(held, "held_idle_seconds") > 0.05);
      t.ok(numberOf(held, "query_seconds") > 0.05);
      t.equal(numberOf(held, "queries"), 1);
    });

    t.test("a query per row of another is an event on the request's span", async (t) => {
      const [rows] = servers("/rows");
      t.match(rows?.events, [{ name: "plimsoll.n_plus_one" }]);
      t.equal(numberOf(rows, "queries"), 12);
    });

    t.test("a wait that the pool gave up has a failed span", async (t) => {
      const [server] = servers("/timeout");
      const failed = below(server, "pool wait").filter(({ isError }) => isError);
      t.match(failed, [{ attributes: { "error.type": "timeout" } }]);
    });

    t.test("a request that still waits when the process ends has a failed span", async (t) => {
      const abandoned = spans.filter(
        ({ attributes }) => attributes["plimsoll.pool.outcome"] === "abandoned",
      );
      t.equal(abandoned.length, 1);
      t.equal(abandoned[0]?.isError, true);
    });

    t.test("the response says it too", async (t) => {
      const timing = new Map(answers.map(([path, , header]) => [path, header]));
      t.match(
        timing.get("/held"),
        /^pool-wait;dur=[\d.]+, connect;dur=[\d.]+, query;dur=[\d.]+, held-idle;dur=[\d.]+$/,
      );
    });
  });
