import t from "tap";
import { diagnose, type PoolCounts } from "../src/database-failure.ts";

const POOL: PoolCounts = {
  totalCount: 10,
  idleCount: 1,
  waitingCount: 37,
  options: { max: 10, connectionTimeoutMillis: 2000 },
};

function failure(message: string, code?: string): Error {
  return Object.assign(new Error(message), code ? { code } : {});
}

t.test("an acquire timeout is told with the pool's counts", async (t) => {
  const found = diagnose(failure("timeout exceeded when trying to connect"), POOL);
  t.equal(found?.kind, "acquire_timeout");
  t.match(found?.line, "no connection after 2.0 s (used=9, idle=1, pending=37, max=10)");
});

t.test("a server that refuses, drops or is not there is unreachable", async (t) => {
  for (const code of ["ECONNREFUSED", "ENOTFOUND", "08006", "28P01", "3D000", "53300", "57P01"]) {
    t.match(diagnose(failure("why", code), POOL), { kind: "unreachable" }, code);
  }
  t.match(diagnose(failure("Connection terminated unexpectedly"), POOL), { kind: "unreachable" });
});

t.test("a cancelled statement and a missing table have kinds of their own", async (t) => {
  t.match(diagnose(failure("canceling", "57014"), POOL), { kind: "statement_timeout" });
  t.match(diagnose(failure("relation", "42P01"), POOL), { kind: "schema_missing" });
});

t.test("other errors are no failure of the database", async (t) => {
  t.equal(diagnose(failure("syntax error", "42601"), POOL), undefined);
  t.equal(diagnose(new TypeError("x is not a function"), POOL), undefined);
  t.equal(diagnose("text", POOL), undefined);
});
