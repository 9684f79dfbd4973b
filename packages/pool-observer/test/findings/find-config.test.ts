import t from "tap";
import { CONFIG_RULES, findConfig, findingContext } from "../../src/findings/find-config.ts";
import type { PoolSettings } from "../../src/index.ts";

const context = findingContext(30);

/** A pool of which everything is known and nothing is to be said. */
const GOOD: PoolSettings = {
  library: "pg",
  max: 10,
  acquireTimeoutSeconds: 5,
  connectTimeoutSeconds: 5,
  maxLifetimeSeconds: 1800,
  maxUses: Infinity,
  statementTimeoutSeconds: 30,
  queryTimeoutSeconds: 35,
  lockTimeoutSeconds: 5,
  idleInTransactionTimeoutSeconds: 60,
  hasErrorListener: true,
  hasKeepAlive: true,
  hasTls: true,
  isRemote: true,
};

/** Of each rule: what makes it speak in a pool that is good otherwise, and what is near to it and keeps it quiet. */
const CASES: Readonly<Record<string, { speaks: PoolSettings[]; isQuiet: PoolSettings[] }>> = {
  acquire_timeout_missing: {
    speaks: [{ acquireTimeoutSeconds: 0 }],
    isQuiet: [{ acquireTimeoutSeconds: 0.1 }, { acquireTimeoutSeconds: undefined }],
  },
  acquire_timeout_longer_than_http_timeout: {
    speaks: [{ acquireTimeoutSeconds: 30.1 }],
    isQuiet: [{ acquireTimeoutSeconds: 30 }, { acquireTimeoutSeconds: undefined }],
  },
  no_error_listener: {
    speaks: [{ hasErrorListener: false }],
    isQuiet: [{ hasErrorListener: undefined }],
  },
  connect_timeout_missing: {
    speaks: [{ connectTimeoutSeconds: 0 }],
    isQuiet: [{ connectTimeoutSeconds: undefined }],
  },
  keep_alive_off: {
    speaks: [{ hasKeepAlive: false, queryTimeoutSeconds: 0 }],
    isQuiet: [
      { hasKeepAlive: false, queryTimeoutSeconds: 35 },
      { hasKeepAlive: false, queryTimeoutSeconds: 0, isRemote: false },
      { hasKeepAlive: false, queryTimeoutSeconds: 0, isRemote: undefined },
      { hasKeepAlive: undefined, queryTimeoutSeconds: 0 },
    ],
  },
  pool_max_one: { speaks: [{ max: 1 }], isQuiet: [{ max: 2 }, { max: undefined }] },
  max_lifetime_missing: {
    speaks: [{ maxLifetimeSeconds: 0 }, { maxLifetimeSeconds: 0, maxUses: undefined }],
    isQuiet: [
      { maxLifetimeSeconds: 0, maxUses: 7500 },
      { maxLifetimeSeconds: 0, isRemote: false },
      { maxLifetimeSeconds: undefined },
    ],
  },
  tls_off: {
    speaks: [{ hasTls: false }],
    isQuiet: [{ hasTls: false, isRemote: false }, { hasTls: undefined }],
  },
  statement_timeout_missing: {
    speaks: [{ statementTimeoutSeconds: 0, queryTimeoutSeconds: 0 }],
    isQuiet: [
      { statementTimeoutSeconds: 30, queryTimeoutSeconds: 0 },
      { statementTimeoutSeconds: undefined, queryTimeoutSeconds: 0 },
    ],
  },
  query_timeout_before_statement_timeout: {
    speaks: [{ queryTimeoutSeconds: 29 }, { queryTimeoutSeconds: 35, statementTimeoutSeconds: 0 }],
    isQuiet: [
      { queryTimeoutSeconds: 30 },
      { queryTimeoutSeconds: 29, statementTimeoutSeconds: undefined },
      { queryTimeoutSeconds: undefined },
    ],
  },
  lock_timeout_without_effect: {
    speaks: [{ lockTimeoutSeconds: 30 }, { lockTimeoutSeconds: 31 }],
    isQuiet: [
      { lockTimeoutSeconds: 29.9 },
      { lockTimeoutSeconds: 0 },
      { lockTimeoutSeconds: undefined },
    ],
  },
  idle_in_transaction_timeout_missing: {
    speaks: [{ idleInTransactionTimeoutSeconds: 0 }],
    isQuiet: [{ idleInTransactionTimeoutSeconds: undefined }],
  },
};

const show = (settings: PoolSettings): string => Object.entries(settings).join();

const rulesOf = (settings: PoolSettings): string[] =>
  findConfig({ ...GOOD, ...settings }, context).map(({ rule }) => rule);

t.test("every rule has its cases", (t) => {
  t.same(Object.keys(CASES).toSorted(), CONFIG_RULES.map(({ rule }) => rule).toSorted());
  t.end();
});

for (const [rule, { speaks, isQuiet }] of Object.entries(CASES)) {
  t.test(`${rule} speaks, alone, of a pool that is good otherwise`, (t) => {
    for (const settings of speaks) t.same(rulesOf(settings), [rule], show(settings));
    t.end();
  });
  t.test(`${rule} keeps quiet when its cause is not there, or not known`, (t) => {
    for (const settings of isQuiet) t.notOk(rulesOf(settings).includes(rule), show(settings));
    t.end();
  });
}

t.test("a good pool has no finding, nor has one of which nothing is known", (t) => {
  t.same(findConfig(GOOD, context), []);
  t.same(findConfig({}, context), []);
  t.end();
});

t.test("warnings come first", (t) => {
  const all: PoolSettings = { acquireTimeoutSeconds: 0, max: 1, statementTimeoutSeconds: 0 };
  t.same(
    findConfig(all, context).map(({ severity }) => severity),
    ["warning", "info", "info"],
  );
  t.end();
});

const example = (library: PoolSettings["library"]): string | null | undefined =>
  findConfig({ library, acquireTimeoutSeconds: 60 }, context)[0]?.example;

t.test("a finding shows the setting as the pool's library calls it", (t) => {
  t.equal(example("Knex"), "acquireConnectionTimeout: 2000");
  t.equal(example("Sequelize"), "pool: { acquire: 2000 }");
  t.equal(example("postgres.js"), null, "which has no such setting");
  t.equal(example(undefined), null);
  t.end();
});

t.test("an HTTP timeout that nobody gave is 30 s, and the finding says that it is assumed", (t) => {
  const [finding] = findConfig({ acquireTimeoutSeconds: 60 }, findingContext());
  t.equal(
    finding?.fact,
    "a request waits for a connection for up to 60 s, but an HTTP request may take 30 s (assumed; PLIMSOLL_HTTP_TIMEOUT_SECONDS says otherwise)",
  );
  t.match(findConfig({ acquireTimeoutSeconds: 60 }, findingContext(50))[0]?.fact, /take 50 s$/);
  t.end();
});

t.test("an app that serves no HTTP may wait for as long as it likes", (t) => {
  t.same(findConfig({ acquireTimeoutSeconds: 600 }, findingContext(0)), []);
  t.end();
});

t.test("an ignored rule keeps quiet, and the others speak", (t) => {
  const ignoring = findingContext(30, ["pool_max_one"]);
  t.same(
    findConfig({ max: 1, acquireTimeoutSeconds: 0 }, ignoring).map(({ rule }) => rule),
    ["acquire_timeout_missing"],
  );
  t.end();
});
