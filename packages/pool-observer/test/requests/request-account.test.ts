import { INVALID_SPAN_CONTEXT, type Span, trace } from "@opentelemetry/api";
import t from "tap";
import { shapeOf } from "../../src/queries/query-shape.ts";
import {
  accountOf,
  N_PLUS_ONE,
  readAccount,
  RequestAccount,
} from "../../src/requests/request-account.ts";

const SELECT = shapeOf("SELECT * FROM users WHERE id = $1", "sanitized");

t.test("a request's time is told apart by what it was spent on, what still runs included", (t) => {
  const account = new RequestAccount(100);
  account.waits(1, false, 100);
  account.waits(-1, false, 102);
  account.waits(1, true, 102);
  account.waits(-1, true, 103);
  account.holds(1, 103);
  account.queries(1, 104);
  account.queries(-1, 108);
  t.match(account.read(110), {
    waitSeconds: 2,
    connectSeconds: 1,
    querySeconds: 4,
    heldIdleSeconds: 3,
  });
  account.waits(1, false, 110);
  t.equal(account.read(115).waitSeconds, 7, "it waits for another one");
  t.end();
});

t.test("the tenth query of one text looks like N+1, and only that one", (t) => {
  const account = new RequestAccount(0);
  const answers = Array.from({ length: N_PLUS_ONE + 2 }, () => account.queryFinished(SELECT));
  t.same(
    answers.flatMap((isSuspect, i) => (isSuspect ? [i + 1] : [])),
    [N_PLUS_ONE],
  );
  t.same([...account.read(0).repeated], [[SELECT, N_PLUS_ONE + 2]]);
  t.end();
});

t.test(
  "queries of different texts, and those that only open and close transactions, are no N+1",
  (t) => {
    const account = new RequestAccount(0);
    const begin = shapeOf("BEGIN", "sanitized");
    for (let i = 0; i < 30; i += 1) {
      t.equal(account.queryFinished(begin), false);
      t.equal(account.queryFinished(shapeOf(`SELECT ${i}`, "raw")), false);
    }
    t.equal(account.read(0).queries, 60);
    t.equal(account.read(0).repeated.size, 0);
    t.end();
  },
);

t.test("a request has one account, opened when it first uses the database", (t) => {
  const span: Span = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
  t.equal(readAccount(span, 0), undefined);
  const account = accountOf({ span }, () => 5);
  t.ok(account);
  t.equal(
    accountOf({ span, route: "/users" }, () => 6),
    account,
    "also when its route is known later",
  );
  t.match(readAccount(span, 7), { queries: 0 });
  t.equal(
    accountOf(undefined, () => 0),
    undefined,
    "none outside of a request",
  );
  t.end();
});

t.test("a request without a span has an account too", (t) => {
  const source = { route: "/users" };
  t.equal(
    accountOf(source, () => 0),
    accountOf(source, () => 1),
  );
  t.end();
});
