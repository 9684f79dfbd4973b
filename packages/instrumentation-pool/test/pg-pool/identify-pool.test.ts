import pg from "pg";
import t from "tap";
import { identifyPool } from "../../src/pg-pool/identify-pool.ts";

const STRINGS = [
  "postgres://me:secret@db.example:6543/money",
  "postgresql://me@db.example/money?sslmode=disable&application_name=billing",
  "postgres://db.example",
  "postgres://db.example/",
  "postgres:///money",
  "postgres://me:secret@/money",
  "postgres://me@/money?host=/var/run/postgresql",
  "postgres:///money?host=/var/run/postgresql&port=6000",
  "postgres://db.example/money?host=other.example&port=7000&user=you",
  "postgres://%2Fvar%2Frun%2Fpostgresql/money",
  "postgres://[::1]:5433/money",
  "postgres://me:pa%20ss%23%2F@db.example/mo%20ney",
  "postgres://me:secret@db.example:6543/?user=you",
  "socket:/var/run/postgresql?db=money",
  "/var/run/postgresql money",
  "/var/run/postgresql",
];

const OPTIONS: Record<string, unknown>[] = [
  {},
  { host: "own.example", port: 1234, database: "own", user: "myself", application_name: "own-app" },
  { host: "::1", port: "5439" },
  { user: "myself" },
];

const ENVIRONMENTS: Record<string, string>[] = [
  {},
  {
    PGHOST: "env.example",
    PGPORT: "2345",
    PGDATABASE: "env",
    PGUSER: "env-me",
    PGAPPNAME: "env-app",
  },
  { PGUSER: "env-me" },
];

t.test("host, port, database and application_name are those that pg itself connects with", (t) => {
  for (const env of ENVIRONMENTS) {
    withEnvironment(env, () => {
      for (const own of OPTIONS) {
        for (const connectionString of [undefined, ...STRINGS]) {
          const options = connectionString === undefined ? own : { ...own, connectionString };
          const identity = identifyPool(options, process.env);
          t.strictSame(identity, pgIdentity(options), JSON.stringify({ options, env }));
        }
      }
    });
  }
  t.end();
});

t.test("user, password and query string are in no value, whatever form they come in", (t) => {
  const secrets = /ada|s3cret|sslmode|options/;
  for (const options of [
    { connectionString: "postgres://ada:s3cret@db/money?sslmode=disable&options=-c%20x" },
    { connectionString: "postgres://ada@db/money?password=s3cret" },
    { host: "db", database: "money", user: "ada", password: "s3cret" },
  ])
    t.notMatch(JSON.stringify(identifyPool(options, {})), secrets);
  t.end();
});

t.test("the option name is the explicit name, and an empty one is none", (t) => {
  t.equal(identifyPool({ name: "orders" }, {}).explicitName, "orders");
  t.equal(identifyPool({ name: "" }, {}).explicitName, undefined);
  t.equal(identifyPool({ name: { toString: () => "orders" } }, {}).explicitName, undefined);
  t.end();
});

t.test("a connection string that cannot be read gives what the options say", (t) => {
  const identity = identifyPool({ connectionString: "postgres://a:b:c", host: "db" }, {});
  t.equal(identity.host, "db");
  t.end();
});

t.test("broken percent-encoding is taken as it stands", (t) => {
  const connectionString = "postgres://db.example/100%";
  t.equal(identifyPool({ connectionString }, {}).database, "100%");
  t.end();
});

/** What pg makes of the same options; its constructor opens nothing. */
function pgIdentity(options: Record<string, unknown>): object {
  const { connectionParameters } = new pg.Client(options) as unknown as {
    connectionParameters: Record<"host" | "port" | "database" | "application_name", unknown>;
  };
  const { host, port, database, application_name: applicationName } = connectionParameters;
  return { explicitName: undefined, applicationName, database, host, port };
}

function withEnvironment(env: Record<string, string>, work: () => void): void {
  const before = { ...process.env };
  for (const key of Object.keys(process.env)) if (key.startsWith("PG")) delete process.env[key];
  Object.assign(process.env, env);
  try {
    work();
  } finally {
    for (const key of Object.keys(env)) delete process.env[key];
    Object.assign(process.env, before);
  }
}
