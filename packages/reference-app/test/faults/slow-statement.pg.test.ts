import { Client } from "pg";
import t from "tap";
import { slowStatement } from "../../src/faults/slow-statement.ts";
import { NO_DATABASE } from "../test-database.ts";

const SLEEP_SECONDS = 0.3;

t.test("0 seconds leave the statement as it is", async (t) => {
  t.equal(slowStatement("SELECT 1", 0), "SELECT 1");
});

t.test("with PostgreSQL", { skip: NO_DATABASE ?? false }, async (t) => {
  const client = new Client({ connectionString: process.env["DATABASE_URL"] });
  await client.connect();
  t.teardown(() => client.end());

  const timed = async (rows: number): Promise<{ ids: number[]; seconds: number }> => {
    // As Money's statements: ordered, limited, with a parameter.
    const sql = "SELECT id FROM generate_series(1, $1::int) AS id ORDER BY id DESC LIMIT 20";
    const startedAt = performance.now();
    const answer = await client.query<{ id: number }>(slowStatement(sql, SLEEP_SECONDS), [rows]);
    return {
      ids: answer.rows.map(({ id }) => id),
      seconds: (performance.now() - startedAt) / 1000,
    };
  };

  for (const rows of [0, 1, 15]) {
    t.test(`a slow statement of ${rows} rows sleeps once and gives the same rows`, async (t) => {
      const { ids, seconds } = await timed(rows);
      t.strictSame(
        ids,
        Array.from({ length: rows }, (_, index) => rows - index),
      );
      t.ok(seconds >= SLEEP_SECONDS, `${seconds} s`);
      t.ok(seconds < 2 * SLEEP_SECONDS, `${seconds} s`);
    });
  }
});
