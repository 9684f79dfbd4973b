import t from "tap";
import { findInScopes } from "../../src/postgres-js/closure-scopes.ts";

/** A closure in a closure; `late` has no value while `look` runs. */
function nested<T>(look: (member: () => unknown) => T): T {
  const outer = { is: "outer" };
  return within();

  function within(): T {
    const inner = { is: "inner" };
    const seen = look(() => [outer, inner, late]);
    const late = "late";
    return seen;
  }
}

t.test("scopes are shown innermost first, with the very objects in them", (t) => {
  const order: unknown[] = [];
  const member = nested((closure) => {
    findInScopes(closure, ({ inner, outer }) => {
      order.push(inner ?? outer);
      return undefined;
    });
    return closure;
  });
  const [outer, inner] = member() as object[];
  t.equal(order[0], inner);
  t.equal(order[1], outer);
  t.end();
});

t.test("the first answer ends the search, and is returned", (t) => {
  let calls = 0;
  const found = nested((closure) =>
    findInScopes(closure, () => {
      calls += 1;
      return calls;
    }),
  );
  t.equal(found, 1);
  t.equal(calls, 1);
  t.end();
});

t.test("a constant whose line was not reached is left out", (t) => {
  const names = nested((closure) => findInScopes(closure, (variables) => Object.keys(variables)));
  t.same(names, ["inner"]);
  t.end();
});

t.test("nothing is left behind, even when the search throws", (t) => {
  const before = Reflect.ownKeys(globalThis);
  t.throws(
    () =>
      nested((closure) =>
        findInScopes(closure, () => {
          throw new Error("no");
        }),
      ),
    { message: "no" },
  );
  t.same(Reflect.ownKeys(globalThis), before);
  t.end();
});
