import t from "tap";
import { runApp } from "./run-app.ts";

const DATABASE_URL = process.env["DATABASE_URL"];

/** The console exporter's spans of queries: what their text is, and their status. */
function querySpans(stdout: string): string[] {
  return stdout.split(/^(?=\{$)/m).flatMap((span) => {
    const [, text] = /'db\.query\.text': (?:'|")(.*)(?:'|"),?\n/.exec(span) ?? [];
    const [, status] = /status: \{\s*code: (\d)/.exec(span) ?? [];
    return text === undefined ? [] : [`${text}: ${status}`];
  });
}

if (DATABASE_URL === undefined) t.plan(0, "DATABASE_URL is not set: run `npm test`");
else
  t.test("every cursor and stream has one span, which ends when it ends", async (t) => {
    const run = await runApp({
      script: "cursors.mjs",
      env: { DATABASE_URL, OTEL_TRACES_EXPORTER: "console" },
    });
    t.equal(run.exitCode, 0);
    t.equal(run.stderr, "");
    t.match(
      run.stdout,
      "app: 3 2 22P02 3 event callback false",
      "the app sees what it sees without us",
    );
    t.same(querySpans(run.stdout), [
      "select ?, n from generate_series(?, ?) n: 0",
      "select ?, n from generate_series(?, ?) n: 0",
      "select ? / ?: 2",
      "select ?, n from generate_series(?, ?) n: 0",
      "select ? as word: 0",
      "select ? as word: 0",
    ]);
  });
