import type { ConfigRule } from "./config-rule.ts";

const CLIENT_SETTINGS = "https://www.postgresql.org/docs/18/runtime-config-client.html";

/** Rules on what is agreed with the server and the network for each connection. */
export const SESSION_RULES: readonly ConfigRule[] = [
  {
    rule: "keep_alive_off",
    severity: "warning",
    when: "TCP keep-alive is off towards a server on the network, and no query timeout bounds the wait instead.",
    find: ({ hasKeepAlive, isRemote, queryTimeoutSeconds = 0 }) =>
      hasKeepAlive === false && isRemote === true && queryTimeoutSeconds === 0
        ? "TCP keep-alive is off and no query timeout is set"
        : undefined,
    consequence:
      "When the server or the network between vanishes without a word (a failover, a firewall that forgot the connection), nobody tells the client: a query waits for many minutes, or for ever, and holds its connection. Neither statement_timeout nor the server can end that wait.",
    advice: "turn it on with a short first delay, or set a query timeout",
    examples: {
      pg: "keepAlive: true, keepAliveInitialDelayMillis: 10000",
      Knex: "connection: { keepAlive: true, keepAliveInitialDelayMillis: 10000 }",
      Sequelize: "dialectOptions: { keepAlive: true, query_timeout: 60000 }",
    },
    source:
      "pg 8.23.1 lib/client.js:95, https://github.com/brianc/node-postgres/issues/2973, https://github.com/brettwooldridge/HikariCP/wiki/Rapid-Recovery. Without keepAliveInitialDelayMillis Linux sends its first probe after two hours",
  },
  {
    rule: "tls_off",
    severity: "info",
    when: "Connections to a server on the network are not encrypted.",
    find: ({ hasTls, isRemote }) =>
      hasTls === false && isRemote === true
        ? "the connection crosses the network in the clear"
        : undefined,
    consequence:
      "Rows and parameters can be read, and changed, on the way. Right where the network itself encrypts, as a service mesh does.",
    advice: "turn TLS on and check the server's certificate",
    examples: {
      pg: 'ssl: { ca: readFileSync("ca.pem") }, or ?sslmode=verify-full',
      Knex: 'connection: { ssl: { ca: readFileSync("ca.pem") } }',
      Sequelize: 'dialectOptions: { ssl: { ca: readFileSync("ca.pem") } }',
    },
    source:
      "pg 8.23.1 lib/defaults.js: ssl is false by default; https://www.postgresql.org/docs/18/libpq-ssl.html",
  },
  {
    rule: "statement_timeout_missing",
    severity: "info",
    when: "The connections ask for no statement_timeout, and no query timeout is set.",
    find: ({ statementTimeoutSeconds, queryTimeoutSeconds = 0 }) =>
      statementTimeoutSeconds === 0 && queryTimeoutSeconds === 0
        ? "no statement_timeout is asked for"
        : undefined,
    consequence:
      "One query without an index, or behind a lock, holds its connection for as long as it likes; a handful of them empty the pool.",
    advice:
      "set it, or make sure that the role has it (ALTER ROLE … SET statement_timeout; needed behind PgBouncer), which cannot be seen from here",
    examples: {
      pg: "statement_timeout: 30000",
      Knex: "connection: { statement_timeout: 30000 }",
      Sequelize: "dialectOptions: { statement_timeout: 30000 }",
    },
    source: `${CLIENT_SETTINGS}#GUC-STATEMENT-TIMEOUT: 0, no limit, by default`,
  },
  {
    rule: "query_timeout_before_statement_timeout",
    severity: "info",
    when: "The client stops waiting for a query (query_timeout) before the server would stop it (statement_timeout).",
    find: ({ queryTimeoutSeconds = 0, statementTimeoutSeconds: statement }) =>
      queryTimeoutSeconds > 0 &&
      statement !== undefined &&
      (statement === 0 || statement > queryTimeoutSeconds)
        ? `the client gives a query up after ${queryTimeoutSeconds} s, the server ${statement === 0 ? "never" : `after ${statement} s`}`
        : undefined,
    consequence:
      "The query goes on at the server with nobody waiting for it. The pool opens a new connection in its place, so that the server runs more queries at a time than the pool's limit.",
    advice: "set statement_timeout a little below query_timeout, if the role does not",
    examples: {
      pg: "statement_timeout: 30000, query_timeout: 35000",
      Knex: "connection: { statement_timeout: 30000, query_timeout: 35000 }",
      Sequelize: "dialectOptions: { statement_timeout: 30000, query_timeout: 35000 }",
    },
    source:
      "pg 8.23.1 lib/client.js:706: the timer answers the caller and sends the server nothing",
  },
  {
    rule: "lock_timeout_without_effect",
    severity: "info",
    when: "lock_timeout is as long as statement_timeout, or longer.",
    find: ({ lockTimeoutSeconds: lock = 0, statementTimeoutSeconds: statement = 0 }) =>
      statement > 0 && lock >= statement
        ? `lock_timeout (${lock} s) never comes before statement_timeout (${statement} s)`
        : undefined,
    consequence:
      "Whoever waits for a lock waits for the whole of statement_timeout, with a connection held; and the error says nothing of a lock.",
    advice: "set lock_timeout well below statement_timeout",
    examples: {
      pg: "lock_timeout: 5000",
      Knex: "connection: { lock_timeout: 5000 }",
      Sequelize: "dialectOptions: { lock_timeout: 5000 }",
    },
    source: `${CLIENT_SETTINGS}#GUC-LOCK-TIMEOUT`,
  },
  {
    rule: "idle_in_transaction_timeout_missing",
    severity: "info",
    when: "The connections ask for no idle_in_transaction_session_timeout.",
    find: ({ idleInTransactionTimeoutSeconds }) =>
      idleInTransactionTimeoutSeconds === 0
        ? "no idle_in_transaction_session_timeout is asked for"
        : undefined,
    consequence:
      "Code that begins a transaction and then waits for something else (an HTTP call, a lost promise) keeps its locks and its connection, stops vacuum, and nothing ever ends it.",
    advice:
      "set it, or make sure that the role has it (ALTER ROLE … SET idle_in_transaction_session_timeout), which cannot be seen from here",
    examples: {
      pg: "idle_in_transaction_session_timeout: 60000",
      Knex: "connection: { idle_in_transaction_session_timeout: 60000 }",
      Sequelize: "dialectOptions: { idle_in_transaction_session_timeout: 60000 }",
    },
    source: `${CLIENT_SETTINGS}#GUC-IDLE-IN-TRANSACTION-SESSION-TIMEOUT: 0, no limit, by default`,
  },
];
