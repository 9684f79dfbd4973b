import t from "tap";
import { Connects } from "../src/connects.ts";

t.test("the oldest connect is the one that runs for longest", (t) => {
  const connects = new Connects();
  t.equal(connects.oldestSeconds(5), 0);
  const first = connects.start(1);
  const second = connects.start(3);
  t.equal(connects.oldestSeconds(5), 4);
  t.equal(connects.succeed(first, 6), 5);
  t.equal(connects.oldestSeconds(7), 4);
  t.equal(connects.fail(second, "53300", 8), 5);
  t.equal(connects.oldestSeconds(9), 0);
  t.same(connects.totals, { succeeded: 1, failed: 1 });
  t.end();
});

t.test("a connect that ended twice counts once", (t) => {
  const connects = new Connects();
  const connect = connects.start(1);
  connects.fail(connect, "ECONNREFUSED", 2);
  t.equal(connects.fail(connect, "ECONNREFUSED", 3), undefined);
  t.equal(connects.succeed(connect, 3), undefined);
  t.same(connects.totals, { succeeded: 0, failed: 1 });
  t.equal(connects.failures.get("ECONNREFUSED"), 1);
  t.end();
});
