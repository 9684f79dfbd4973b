import t from "tap";
import { identifyPostgres } from "../../src/postgres-js/identify-postgres.ts";
import type { PostgresOptions } from "../../src/postgres-js/postgres-shapes.ts";

/** As postgres() makes it of `postgres({ host: "db", database: "money" })`. */
const options: PostgresOptions = {
  host: ["db"],
  port: [5432],
  path: false,
  database: "money",
  connection: { application_name: "postgres.js" },
  shared: {},
};

t.test("a pool has host, port and database; postgres.js' own application_name is none", (t) => {
  t.same(identifyPostgres(options), {
    applicationName: undefined,
    database: "money",
    host: "db",
    port: 5432,
  });
  t.end();
});

t.test("an application_name that someone gave is one", (t) => {
  const connection = { application_name: "orders" };
  t.equal(identifyPostgres({ ...options, connection }).applicationName, "orders");
  t.end();
});

t.test("a pool of several hosts has no address", (t) => {
  const identity = identifyPostgres({ ...options, host: ["a", "b"], port: [5432, 5432] });
  t.notOk("host" in identity || "port" in identity);
  t.end();
});

t.test("a socket is its directory and port, or its path", (t) => {
  const host = ["/var/run/postgresql"];
  const path = "/var/run/postgresql/.s.PGSQL.5432";
  t.match(identifyPostgres({ ...options, host, path }), { host: host[0], port: 5432 });
  const own = identifyPostgres({ ...options, host: ["localhost"], path: "/tmp/pg.sock" });
  t.equal(own.host, "/tmp/pg.sock");
  t.equal(own.port, undefined);
  t.end();
});
