import { inspect } from "node:util";
import t from "tap";
import { createStamp } from "../src/stamp.ts";

t.test("a stamp is found in the object that it was put into, and the last one counts", (t) => {
  const stamp = createStamp<string>();
  const target = {};
  t.equal(stamp.of(target), undefined);
  stamp.put(target, "first");
  stamp.put(target, "second");
  t.equal(stamp.of(target), "second");
  t.equal(stamp.of({ ...target }), undefined, "a copy has none");
  t.equal(createStamp<string>().of(target), undefined, "nor does another stamp see it");
  t.end();
});

t.test("a stamp is seen by nobody else", (t) => {
  const stamp = createStamp<string>();
  const target = { a: 1 };
  stamp.put(target, "hidden");
  t.same(Reflect.ownKeys(target), ["a"]);
  t.equal(inspect(target, { showHidden: true }), "{ a: 1 }");
  t.equal(Object.getPrototypeOf(target), Object.prototype);
  t.end();
});
