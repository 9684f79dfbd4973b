import t from "tap";
import { runApp } from "./run-app.ts";

const DATABASE_URL = process.env["DATABASE_URL"];

if (DATABASE_URL === undefined) t.plan(0, "DATABASE_URL is not set: run `npm test`");
else
  t.test("a query span carries the SQL without its literals", async (t) => {
    const run = await runApp({
      script: "literal.mjs",
      env: { DATABASE_URL, OTEL_TRACES_EXPORTER: "console" },
    });
    t.equal(run.exitCode, 0);
    t.match(run.stdout, "'db.query.text': 'SELECT ? AS card, $1::int AS id'");
    t.notMatch(run.stdout, /4111-1111/);
  });
