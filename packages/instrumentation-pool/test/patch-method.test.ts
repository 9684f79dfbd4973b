import t from "tap";
import { patchMethod } from "../src/patch-method.ts";

class Base {
  greet(name: string, greeting: string): string {
    return `${greeting} ${name}`;
  }
}
class Child extends Base {}

type Method = (this: object, ...args: unknown[]) => unknown;

function louder(original: Method): Method {
  return function greet(this: object, ...args: unknown[]) {
    return `${String(original.apply(this, args))}!`;
  };
}

t.test(
  "a method is replaced once on the prototype that owns it, however often it is asked for",
  (t) => {
    const early = new Child();
    t.equal(patchMethod(Child.prototype, "greet", louder), true);
    t.equal(patchMethod(Child.prototype, "greet", louder), true);
    t.equal(patchMethod(Base.prototype, "greet", louder), true);
    t.equal(Object.hasOwn(Child.prototype, "greet"), false);
    t.equal(early.greet("Ada", "hello"), "hello Ada!");
    t.end();
  },
);

t.test(
  "the replacement keeps the method's name, length and flags, and nothing new is enumerable",
  (t) => {
    class Pool {
      connect(callback: unknown): unknown {
        return callback;
      }
    }
    const before = Object.getOwnPropertyDescriptor(Pool.prototype, "connect");
    patchMethod(Pool.prototype, "connect", (original) => {
      return function connect(this: object, ...args: unknown[]) {
        return original.apply(this, args);
      };
    });
    const after = Object.getOwnPropertyDescriptor(Pool.prototype, "connect");
    t.not(after?.value, before?.value);
    t.same({ ...after, value: undefined }, { ...before, value: undefined });
    t.equal(Pool.prototype.connect.name, "connect");
    t.equal(Pool.prototype.connect.length, 1);
    t.same(Object.keys(Pool.prototype), []);
    t.end();
  },
);

t.test(
  "a method that an intermediate class overrides is patched there and in the base apart",
  (t) => {
    class Parent {
      name(): string {
        return "parent";
      }
    }
    class Heir extends Parent {
      override name(): string {
        return `heir of ${super.name()}`;
      }
    }
    t.equal(patchMethod(Parent.prototype, "name", louder), true);
    t.equal(patchMethod(Heir.prototype, "name", louder), true);
    t.equal(new Heir().name(), "heir of parent!!");
    t.equal(new Parent().name(), "parent!");
    t.end();
  },
);

t.test("what is missing, an accessor or no function is left alone and false is returned", (t) => {
  const target = {
    value: 1,
    get accessor() {
      return () => 1;
    },
  };
  const before = Object.getOwnPropertyDescriptors(target);
  for (const name of ["missing", "value", "accessor"])
    t.equal(patchMethod(target, name, louder), false);
  t.strictSame(Object.getOwnPropertyDescriptors(target), before);
  t.end();
});
