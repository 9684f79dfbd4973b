import t from "tap";
import { findConfig, findingContext } from "../../src/findings/find-config.ts";
import { formatFindings, type PoolSettings } from "../../src/index.ts";

const line = (settings: PoolSettings): string =>
  formatFindings("orders", findConfig({ library: "pg", ...settings }, findingContext()));

t.test(
  "the line has pool, rule, fact and what to do; beside warnings the rest is named only",
  (t) => {
    t.equal(
      line({ acquireTimeoutSeconds: 0, max: 1, statementTimeoutSeconds: 0 }),
      'plimsoll: pool "orders" has 1 warning on its settings. acquire_timeout_missing: a request waits for a connection for ever; set an acquire timeout of a few seconds (connectionTimeoutMillis: 5000). Also: pool_max_one, statement_timeout_missing. See docs/config-findings.md.',
    );
    t.end();
  },
);

t.test("without a warning the rest is told in full", (t) => {
  t.equal(
    line({ max: 1 }),
    'plimsoll: pool "orders" has 1 hint on its settings. pool_max_one: the limit is 1 connection; raise the limit if the process serves several requests at a time (max: 10). See docs/config-findings.md.',
  );
  t.end();
});

t.test("it is one line, whatever the pool is called", (t) => {
  const findings = findConfig({ max: 1 }, findingContext());
  t.notMatch(formatFindings("a\nb", findings), /\n/);
  t.end();
});
