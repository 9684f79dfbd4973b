import t from "tap";
import { poolAttributes, poolName } from "../src/pool-identity.ts";

const address = { host: "10.0.0.7", port: 5432, database: "money" };

t.test("the explicit name wins over application_name, which wins over the address", (t) => {
  t.equal(poolName({ ...address, explicitName: "orders", applicationName: "app" }), "orders");
  t.equal(poolName({ ...address, applicationName: "app" }), "app");
  t.equal(poolName(address), "10.0.0.7:5432/money");
  t.end();
});

t.test("an IPv6 host stands in brackets", (t) => {
  t.equal(poolName({ ...address, host: "::1" }), "[::1]:5432/money");
  t.end();
});

t.test("what is not known is left out of the name and of the attributes", (t) => {
  t.equal(poolName({ database: "money" }), "money");
  t.equal(poolName({}), "postgresql");
  t.same(poolAttributes("p", {}), {
    "db.client.connection.pool.name": "p",
    "db.system.name": "postgresql",
  });
  t.end();
});

t.test("the attributes of a pool name its database and server", (t) => {
  t.same(poolAttributes("p", address), {
    "db.client.connection.pool.name": "p",
    "db.system.name": "postgresql",
    "db.namespace": "money",
    "server.address": "10.0.0.7",
    "server.port": 5432,
  });
  t.end();
});
