import t from "tap";
import { summarizeQuery } from "../../src/sql/summarize-query.ts";

const CASES: readonly [string, string][] = [
  ["SELECT 1", "SELECT"],
  ["select * from accounts where iban = 'DE12'", "SELECT accounts"],
  [
    'SELECT a FROM public.accounts a JOIN "Users" u ON u.id = a.id',
    'SELECT public.accounts "Users"',
  ],
  ["\n\t-- a comment FROM secrets\nSELECT a\nFROM\n  t", "SELECT t"],
  ["/* from x */ (SELECT a FROM t)", "SELECT t"],
  [
    "INSERT INTO transfers (a, b) VALUES ($1, 'secret') ON CONFLICT DO UPDATE SET a = 1",
    "INSERT transfers",
  ],
  ["INSERT INTO a SELECT * FROM b", "INSERT a b"],
  ["UPDATE ONLY accounts SET balance = balance - 5 WHERE id = 3", "UPDATE accounts"],
  ["DELETE FROM sessions WHERE token = 'secret'", "DELETE sessions"],
  ["WITH x AS (SELECT 1 FROM secret_cte) SELECT * FROM x", "SELECT secret_cte x"],
  ["WITH gone AS (DELETE FROM a RETURNING *) INSERT INTO b SELECT * FROM gone", "INSERT a b gone"],
  ["SELECT id FROM t WHERE id = 1 FOR UPDATE SKIP LOCKED", "SELECT t"],
  ["SELECT id FROM t FOR UPDATE", "SELECT t"],
  ["BEGIN", "BEGIN"],
  ["SET statement_timeout = 5000", "SET"],
  ["LISTEN secret_channel", "LISTEN"],
  ["CREATE TABLE IF NOT EXISTS t (a int)", "CREATE t"],
  ["SELECT * FROM (SELECT 1) s", "SELECT"],
  ["SELECT * FROM a, b JOIN c ON true JOIN d ON true JOIN e ON true", "SELECT a c d"],
  ["SELECT 'FROM secret'", "SELECT"],
  ["", ""],
  ["'secret", ""],
];

for (const [text, summary] of CASES)
  t.test(`${JSON.stringify(text)} is ${JSON.stringify(summary)}`, (t) => {
    t.equal(summarizeQuery(text), summary);
    t.end();
  });

t.test("a summary is at most 255 characters long", (t) => {
  t.equal(summarizeQuery(`SELECT * FROM ${"x".repeat(1000)}`).length, 255);
  t.end();
});
