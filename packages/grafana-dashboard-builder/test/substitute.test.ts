import t from "tap";
import { substitute, variablesIn } from "../src/substitute.ts";

t.test("a variable is replaced in both spellings, and the rate interval is known", (t) => {
  const values = { service: "money", pool: "orders" };
  t.equal(
    substitute('x{a="$service",b="${pool}"}[$__rate_interval]', values),
    'x{a="money",b="orders"}[1m]',
  );
  t.end();
});

t.test("an unknown variable is refused by name", (t) => {
  t.throws(() => substitute("$nope", { pool: "orders" }), {
    message: 'variable must be one of pool, got "nope".',
  });
  t.end();
});

t.test("a group of label_replace is no variable, and a format is not part of its name", (t) => {
  t.equal(
    substitute('label_replace(x, "y", "$1", "z", "(.*)")', {}),
    'label_replace(x, "y", "$1", "z", "(.*)")',
  );
  t.strictSame(variablesIn("$1 ${pool:percentencode}"), ["pool"]);
  t.end();
});

t.test("the variables of a text are found, Grafana's own left out", (t) => {
  t.strictSame(variablesIn("$a ${b} $__interval ${__value.raw}"), ["a", "b"]);
  t.end();
});
