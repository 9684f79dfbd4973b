import type { ConfigRule } from "./config-rule.ts";

/** Rules on how the pool lends and keeps its connections. */
export const POOL_RULES: readonly ConfigRule[] = [
  {
    rule: "acquire_timeout_missing",
    severity: "warning",
    when: "The pool has no acquire timeout.",
    find: ({ acquireTimeoutSeconds }) =>
      acquireTimeoutSeconds === 0 ? "a request waits for a connection for ever" : undefined,
    consequence:
      "When the pool is short of connections, requests pile up and none fails: no error, no log line, only users who wait. pg-pool's limit is for the queue and for opening a connection alike, so an unreachable server is waited for without end too.",
    advice: "set an acquire timeout of a few seconds",
    examples: { pg: "connectionTimeoutMillis: 5000" },
    source:
      "pg-pool 3.14.0 index.js:206 and :250: no timer is started when connectionTimeoutMillis is 0, its default",
  },
  {
    rule: "acquire_timeout_longer_than_http_timeout",
    severity: "warning",
    when: "The acquire timeout is longer than an HTTP request may take (`PLIMSOLL_HTTP_TIMEOUT_SECONDS`, 30 s unless set; 0 switches the rule off).",
    find: ({ acquireTimeoutSeconds = 0 }, { httpTimeoutSeconds, isHttpTimeoutAssumed }) =>
      httpTimeoutSeconds > 0 && acquireTimeoutSeconds > httpTimeoutSeconds
        ? `a request waits for a connection for up to ${acquireTimeoutSeconds} s, but an HTTP request may take ${httpTimeoutSeconds} s${isHttpTimeoutAssumed ? " (assumed; PLIMSOLL_HTTP_TIMEOUT_SECONDS says otherwise)" : ""}`
        : undefined,
    consequence:
      "The proxy has answered the user with a 504 while the request still queues; it then takes a connection to compute an answer that nobody reads, from those whose users still wait. Retries make the queue longer.",
    advice: "let the pool give up well before the proxy does",
    examples: {
      pg: "connectionTimeoutMillis: 2000",
      Knex: "acquireConnectionTimeout: 2000",
      Sequelize: "pool: { acquire: 2000 }",
    },
    source:
      "30 s is the default of Google Cloud's load balancers (https://cloud.google.com/load-balancing/docs/https#timeout-bes) and of Heroku's router; AWS ALB and nginx wait 60 s. Knex 3.3 and Sequelize 6 wait 60 s for a connection",
  },
  {
    rule: "no_error_listener",
    severity: "warning",
    when: "Nothing listens to the `error` event of a pg-pool at the time it is read.",
    find: ({ hasErrorListener }) =>
      hasErrorListener === false ? 'nothing listens to the pool\'s "error" event' : undefined,
    consequence:
      "When an idle connection breaks, as in a restart or failover of the server, the pool emits `error`; with no listener, Node ends the process.",
    advice: "add a listener that logs",
    examples: { pg: 'pool.on("error", (error) => console.error(error.message))' },
    source: "pg-pool 3.14.0 index.js:62, https://nodejs.org/api/events.html#error-events",
  },
  {
    rule: "connect_timeout_missing",
    severity: "warning",
    when: "Opening a connection has no time limit of its own, and the acquire timeout does not end it either (sequelize-pool).",
    find: ({ connectTimeoutSeconds }) =>
      connectTimeoutSeconds === 0 ? "opening a connection may take for ever" : undefined,
    consequence:
      "A server that takes the connection and stays silent, as a half-dead one does, keeps a place of the pool: requests time out, but the attempt goes on, and soon every place is taken by attempts that never end.",
    advice: "set a connect timeout",
    examples: { Sequelize: "dialectOptions: { connectionTimeoutMillis: 5000 }" },
    source: "sequelize-pool 7.1.0 lib/Pool.js, pg 8.23.1 lib/client.js:167",
  },
  {
    rule: "pool_max_one",
    severity: "info",
    when: "The pool's limit is 1.",
    find: ({ max }) => (max === 1 ? "the limit is 1 connection" : undefined),
    consequence:
      "Every query waits for the one before it, and code that asks for a second connection while it holds the first waits for itself. Right for a function that serves one request at a time.",
    advice: "raise the limit if the process serves several requests at a time",
    examples: { pg: "max: 10", Knex: "pool: { max: 10 }", Sequelize: "pool: { max: 10 }" },
    source:
      "docs/glossary.md (nested acquire), https://github.com/brettwooldridge/HikariCP/wiki/About-Pool-Sizing",
  },
  {
    rule: "max_lifetime_missing",
    severity: "info",
    when: "Connections to a server on the network are kept without limit of age or use, by a pool that could limit it.",
    find: ({ isRemote, maxLifetimeSeconds, maxUses = Infinity }) =>
      isRemote === true && maxLifetimeSeconds === 0 && maxUses === Infinity
        ? "a busy connection is never replaced"
        : undefined,
    consequence:
      "After a failover or a change of DNS, connections stay with the old server for as long as they work, and new replicas get no traffic; and the memory of a backend only grows with what it has seen.",
    advice: "give connections an age limit",
    examples: { pg: "maxLifetimeSeconds: 1800" },
    source:
      'HikariCP\'s maxLifetime is 30 min by default and "strongly recommended": https://github.com/brettwooldridge/HikariCP#frequently-used',
  },
];
