import type { ReadableSpan } from "@opentelemetry/sdk-trace";
import fc from "fast-check";
import pg from "pg";
import t from "tap";
import { needsDatabase, openPool } from "../database.ts";
import { collectDiag } from "../warnings.ts";
import { observeQueries } from "./observe-queries.ts";
import { PLANTED, type Planted, plantedStatement } from "./planted-statements.ts";

const STATEMENTS = 10_000;
const SEED = 20_261_124;
// So many in flight on each client.
const BATCH = 100;

function told(span: ReadableSpan): string {
  const { name, attributes, events, status, links } = span;
  return JSON.stringify([name, attributes, events, status, links]);
}

t.test(
  `no literal of ${STATEMENTS} generated statements leaves the process`,
  needsDatabase,
  async (t) => {
    const observed = observeQueries(t);
    const warnings = collectDiag(t);
    const statements = fc.sample(plantedStatement, { numRuns: STATEMENTS, seed: SEED });
    const planted = statements.filter(({ text }) => PLANTED.test(text)).length;
    t.ok(planted > STATEMENTS * 0.8, `${planted} of them hold a marker`);
    const pool = openPool(t, { max: 2 });
    const standard = await pool.pool.connect();
    const old = await pool.pool.connect();
    await old.query("set standard_conforming_strings = off");
    const codes = new Map<string, number>();
    for (let at = 0; at < STATEMENTS; at += BATCH)
      await Promise.all(
        statements.slice(at, at + BATCH).map(async ({ text, hasStandardStrings }: Planted) => {
          const code = await answer(hasStandardStrings ? standard : old, text);
          codes.set(code, (codes.get(code) ?? 0) + 1);
        }),
      );
    standard.release();
    old.release();
    t.comment(`answers of the server: ${JSON.stringify([...codes])}`);
    t.ok((codes.get("") ?? 0) > STATEMENTS * 0.1, "the server runs many of them");
    t.ok((codes.get("42601") ?? 0) > STATEMENTS * 0.1, "and refuses many");
    const spans = observed.ended();
    t.equal(spans.length, STATEMENTS + 1);
    const leaks = spans.map(told).filter((text) => PLANTED.test(text));
    t.same(leaks.slice(0, 5).map(aroundMarker), []);
    const durations = await observed.durations(pool.name);
    t.notMatch(JSON.stringify(durations), PLANTED);
    t.equal(
      durations.reduce((count, d) => count + d.count, 0),
      STATEMENTS + 1,
    );
    t.notMatch(JSON.stringify(warnings), PLANTED);
  },
);

function aroundMarker(text: string): string {
  const at = text.search(PLANTED);
  return text.slice(Math.max(0, at - 100), at + 100);
}

async function answer(client: pg.PoolClient, text: string): Promise<string> {
  try {
    await client.query(text);
    return "";
  } catch (error) {
    return (error as { code?: string }).code ?? "no code";
  }
}

t.test("no word of an error's message leaves the process", needsDatabase, async (t) => {
  const { pool, name } = openPool(t, { max: 1 });
  const observed = observeQueries(t);
  const client = await pool.connect();
  await client.query("create temp table unique_once (a text primary key check (a <> ''))");
  const failures = {
    "22P02": "select 'zqmarker'::int",
    "42601": "select 'zqmarker' zqmarker zqmarker",
    "42703": "select zqmarker",
    "23505": "insert into unique_once values ('zqmarker'), ('zqmarker')",
    P0001: "do $$ begin raise exception 'zqmarker' using detail = 'zqmarker'; end $$",
    "22012": "do $$ begin perform 1/0; end $$",
  };
  for (const [code, text] of Object.entries(failures)) {
    await t.rejects(client.query(text), { code });
    await t.rejects(
      new Promise((_resolve, reject) => {
        client.query(text, (error: Error) => reject(error));
      }),
      { code },
    );
  }
  client.release();
  for (const span of observed.ended()) {
    const { "db.query.text": text, "db.query.summary": summary, ...rest } = span.attributes;
    // A column is no literal.
    if (rest["error.type"] !== "42703" && rest["error.type"] !== "42601")
      t.notMatch(JSON.stringify([text, summary]), PLANTED);
    t.notMatch(JSON.stringify([span.name, rest, span.events, span.status]), PLANTED);
  }
  t.notMatch(JSON.stringify(await observed.durations(name)), PLANTED);
});
