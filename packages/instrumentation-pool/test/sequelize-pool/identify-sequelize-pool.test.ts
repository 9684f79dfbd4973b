import pg from "pg";
import t from "tap";
import type { PgClient } from "../../src/pg-client/pg-client.ts";
import { identifySequelizePool } from "../../src/sequelize-pool/identify-sequelize-pool.ts";

function client(options: pg.ClientConfig = {}): PgClient {
  const given = { host: "db.example", port: 6543, database: "money", user: "ada", ...options };
  return new pg.Client({ ...given, password: "s3cret" }) as object as PgClient;
}

const ADDRESS = { host: "db.example", port: 6543, database: "money" };

t.test("Sequelize's own names of its main pool are nobody's name for it", (t) => {
  for (const name of ["sequelize", "sequelize:write", "", undefined, 1])
    t.strictSame(identifySequelizePool(name, client()), {
      ...ADDRESS,
      explicitName: undefined,
      applicationName: undefined,
    });
  t.end();
});

t.test("any other name is one that the app gave", (t) => {
  t.match(identifySequelizePool("orders", client()), { ...ADDRESS, explicitName: "orders" });
  t.end();
});

t.test("the pool of replicas has :read behind its name, and no single address", (t) => {
  t.strictSame(identifySequelizePool("sequelize:read", client()), {
    applicationName: undefined,
    database: "money",
    explicitName: "money:read",
  });
  const named = client({ application_name: "billing" });
  t.equal(identifySequelizePool("sequelize:read", named).explicitName, "billing:read");
  t.end();
});

t.test("user and password are in no value", (t) => {
  for (const name of ["sequelize", "sequelize:read", "orders"])
    t.notMatch(JSON.stringify(identifySequelizePool(name, client())), /ada|s3cret/);
  t.end();
});
