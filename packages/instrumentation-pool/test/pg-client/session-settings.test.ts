import { Duplex } from "node:stream";
import { TLSSocket } from "node:tls";
import pg from "pg";
import t from "tap";
import type { PgClient } from "../../src/pg-client/pg-client.ts";
import { readSession } from "../../src/pg-client/session-settings.ts";
import { remoteStream } from "../remote-stream.ts";

const read = (config: pg.ClientConfig | string) => readSession(new pg.Client(config));

t.test("a client that asks for nothing has no timeout, no keep-alive and no TLS", (t) => {
  t.same(read({ host: "db" }), {
    connectTimeoutSeconds: 0,
    queryTimeoutSeconds: 0,
    statementTimeoutSeconds: 0,
    lockTimeoutSeconds: 0,
    idleInTransactionTimeoutSeconds: 0,
    isRemote: true,
    hasTls: false,
    hasKeepAlive: false,
  });
  t.end();
});

t.test("options are understood", (t) => {
  t.match(
    read({
      host: "db",
      connectionTimeoutMillis: 2500,
      query_timeout: 35_000,
      statement_timeout: 30_000,
      lock_timeout: 5000,
      idle_in_transaction_session_timeout: 60_000,
      keepAlive: true,
      ssl: true,
    }),
    {
      connectTimeoutSeconds: 2.5,
      queryTimeoutSeconds: 35,
      statementTimeoutSeconds: 30,
      lockTimeoutSeconds: 5,
      idleInTransactionTimeoutSeconds: 60,
      hasKeepAlive: true,
      hasTls: true,
    },
  );
  t.end();
});

t.test("a connection string is understood, and wins over options", (t) => {
  const string =
    "postgres://me:secret@db/money?statement_timeout=30000&query_timeout=35000&lock_timeout=5000&idle_in_transaction_session_timeout=60000&sslmode=verify-full";
  const expected = {
    statementTimeoutSeconds: 30,
    queryTimeoutSeconds: 35,
    lockTimeoutSeconds: 5,
    idleInTransactionTimeoutSeconds: 60,
    isRemote: true,
    hasTls: true,
  };
  t.match(read(string), expected);
  t.match(read({ connectionString: string, statement_timeout: 1000, host: "localhost" }), expected);
  t.end();
});

t.test("options of the server's backend are understood, also from the environment", (t) => {
  const options = "-c statement_timeout=30s -c lock_timeout=5000";
  const expected = { statementTimeoutSeconds: 30, lockTimeoutSeconds: 5 };
  t.match(read({ options }), expected);
  t.match(read(`postgres://db/money?options=${encodeURIComponent(options)}`), expected);
  process.env["PGOPTIONS"] = options;
  t.teardown(() => delete process.env["PGOPTIONS"]);
  t.match(read({}), expected);
  t.equal(read({ statement_timeout: 1000 }).statementTimeoutSeconds, 1, "the parameter wins");
  t.end();
});

t.test("loopback and Unix sockets are no network", (t) => {
  for (const host of ["localhost", "127.0.0.1", "127.1.2.3", "::1", "/var/run/postgresql"]) {
    const { isRemote, hasKeepAlive } = read({ host });
    t.same({ isRemote, hasKeepAlive }, { isRemote: false, hasKeepAlive: undefined }, host);
  }
  for (const host of ["db", "10.0.0.7", "fd00::1", "localhost.example", "1270.example"])
    t.equal(read({ host }).isRemote, true, host);
  t.end();
});

t.test("of a stream of the app's own only the timeouts are known", (t) => {
  for (const stream of [new Duplex(), new TLSSocket(remoteStream())])
    t.same(read({ host: "db", stream: () => stream, statement_timeout: 1000 }), {
      connectTimeoutSeconds: 0,
      queryTimeoutSeconds: 0,
      statementTimeoutSeconds: 1,
      lockTimeoutSeconds: 0,
      idleInTransactionTimeoutSeconds: 0,
    });
  t.end();
});

const once = () => undefined;

t.test("nothing is known of a native client, nor what an older pg has not", (t) => {
  const { connectionParameters, connection } = new pg.Client({ host: "db" }) as unknown as PgClient;
  t.same(readSession({ once, connectionParameters: { ...connectionParameters } }), {});
  const { lock_timeout: _, ...older } = { ...connectionParameters } as Record<string, unknown>;
  const session = readSession({
    once,
    connectionParameters: older,
    ...(connection && { connection }),
  });
  t.equal(session.lockTimeoutSeconds, undefined);
  t.equal(session.statementTimeoutSeconds, 0);
  t.end();
});

t.test("a value that is no number is not known", (t) => {
  t.equal(read({ statement_timeout: "soon" as never }).statementTimeoutSeconds, undefined);
  t.equal(read({ query_timeout: "soon" as never }).queryTimeoutSeconds, undefined);
  t.equal(read({ options: "-c statement_timeout=soon" }).statementTimeoutSeconds, undefined);
  t.end();
});

t.test("no user, password or host is in what is read", (t) => {
  const session = read("postgres://me:secret@db.internal/money?statement_timeout=1000");
  t.notMatch(JSON.stringify(session), /me:|secret|internal|money/);
  t.end();
});
