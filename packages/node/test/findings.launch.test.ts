import t from "tap";
import { runApp } from "./run-app.ts";

t.test(
  "what is unwise in a pool's settings is one line on stderr, as the environment wants it",
  async (t) => {
    const run = await runApp({
      script: "unwise-pools.mjs",
      env: {
        PLIMSOLL_HTTP_TIMEOUT_SECONDS: "4",
        PLIMSOLL_IGNORED_FINDINGS: "acquire_timeout_missing, statement_timeout_missing",
      },
    });
    t.match(run, { exitCode: 0, stdout: "" });
    t.equal(
      run.stderr,
      'plimsoll: pool "patient" has 1 warning on its settings. acquire_timeout_longer_than_http_timeout: a request waits for a connection for up to 5 s, but an HTTP request may take 4 s; let the pool give up well before the proxy does (connectionTimeoutMillis: 2000). Also: idle_in_transaction_timeout_missing. See docs/config-findings.md.\n',
    );
  },
);
