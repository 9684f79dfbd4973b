import type { ReadableSpan } from "@opentelemetry/sdk-trace";
import pg from "pg";
import t, { type Test } from "tap";
import { needsDatabase, openPool } from "../database.ts";
import { observeQueries } from "./observe-queries.ts";

interface Asked {
  readonly client: pg.PoolClient;
  /** Asks the server what SQL it runs at this moment, by `send`. */
  readonly ask: (send: (text: string) => Promise<pg.QueryResult>) => Promise<string>;
  readonly lastSpan: () => ReadableSpan | undefined;
}

const ASK = "select query from pg_stat_activity where pid = pg_backend_pid()";

async function open(t: Test): Promise<Asked> {
  const { pool } = openPool(t, { max: 1 });
  const observed = observeQueries(t, { addSqlCommenterCommentToQueries: true });
  const client = await pool.connect();
  t.teardown(() => client.release());
  return {
    client,
    ask: async (send) => ((await send(ASK)).rows as { query: string }[])[0]?.query ?? "",
    lastSpan: () => observed.ended().at(-1),
  };
}

function comment(span: ReadableSpan | undefined): string {
  const { traceId, spanId } = span?.spanContext() ?? {};
  return ` /*traceparent='00-${traceId}-${spanId}-01'*/`;
}

class Statement {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  get text(): string {
    return this.#text;
  }
  get values(): unknown[] {
    return this.#text === "" ? [] : [];
  }
}

t.test("the server sees the id of the query's span behind a text", needsDatabase, async (t) => {
  const { client, ask, lastSpan } = await open(t);
  t.equal(await ask((text) => client.query(text)), `${ASK}${comment(lastSpan())}`);
  t.notMatch(lastSpan()?.attributes["db.query.text"], "traceparent");
});

t.test(
  "the server sees it behind the text of a config, which stays as it is",
  needsDatabase,
  async (t) => {
    const { client, ask, lastSpan } = await open(t);
    const config = Object.freeze({ text: ASK, values: [] });
    t.equal(await ask(() => client.query(config)), `${ASK}${comment(lastSpan())}`);
    t.same(config, { text: ASK, values: [] });
    t.equal(
      await ask(
        () =>
          new Promise((resolve) => {
            client.query({ text: ASK }, (_error: Error, result: pg.QueryResult) => resolve(result));
          }),
      ),
      `${ASK}${comment(lastSpan())}`,
    );
  },
);

t.test(
  "the server sees it behind the text of an object with private fields",
  needsDatabase,
  async (t) => {
    const { client, ask, lastSpan } = await open(t);
    const statement = new Statement(ASK);
    t.equal(await ask(() => client.query(statement)), `${ASK}${comment(lastSpan())}`);
  },
);

t.test("a prepared statement is sent as it is", needsDatabase, async (t) => {
  const { client, ask } = await open(t);
  for (let i = 0; i < 2; i += 1)
    t.equal(await ask((text) => client.query({ name: "asked", text })), ASK);
});

t.test(
  "a text with a comment, and a query object of the app's own, are sent as they are",
  needsDatabase,
  async (t) => {
    const { client, ask } = await open(t);
    const commented = `${ASK} /* the app's */`;
    t.equal(await ask(() => client.query(commented)), commented);
    t.equal(
      await ask(
        () =>
          new Promise((resolve) => {
            client.query(
              new pg.Query(ASK, ((_e: Error, r: pg.QueryResult) => resolve(r)) as never),
            );
          }),
      ),
      ASK,
    );
  },
);
