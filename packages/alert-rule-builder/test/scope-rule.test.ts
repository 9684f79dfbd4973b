import t from "tap";
import { selectorsOf } from "../src/promql-selectors.ts";
import { ruleGroups } from "../src/rule-groups.ts";
import { scopeExpression, scopeTemplate } from "../src/scope-rule.ts";
import { syntaxErrors } from "./syntax-errors.ts";

const selector = { cluster: "eu", region: ["a", "b.c"] };
const rules = ruleGroups({ selector }).flatMap((group) => group.rules);

t.test("every series is asked for with all matchers", (t) => {
  let selectors = 0;
  for (const { expr } of rules) {
    t.same(syntaxErrors(expr), [], expr);
    for (const { name, matchers } of selectorsOf(expr)) {
      selectors += 1;
      t.ok(matchers.includes('cluster="eu"'), `${name} in ${expr}`);
      t.ok(matchers.includes(String.raw`region=~"a|b\\.c"`), `${name} in ${expr}`);
    }
  }
  t.ok(selectors > 200, String(selectors));
  t.end();
});

t.test("every aggregation keeps the labels, and every matching compares them", (t) => {
  let lists = 0;
  for (const { expr } of rules) {
    for (const [list] of expr.matchAll(/\b(by|on) \([^)]*\)/g)) {
      lists += 1;
      t.match(list, /cluster, region\)$/);
    }
    // One without a list would drop them.
    t.notMatch(expr, /\b(sum|max|avg|group|count|topk) ?\(|without|ignoring/);
  }
  t.ok(lists > 100, String(lists));
  t.end();
});

t.test("a label with one value is set on every alert, also where no series has it", (t) => {
  for (const rule of rules) {
    if ("alert" in rule) t.equal(rule.labels["cluster"], "eu");
    else t.same(Object.keys(rule), ["record", "expr"]);
  }
  t.end();
});

t.test("every query of an annotation asks for the alert's own labels", (t) => {
  let queries = 0;
  for (const rule of rules) {
    if (!("alert" in rule)) continue;
    for (const text of Object.values(rule.annotations)) {
      for (const [, query = "", args = ""] of text.matchAll(/printf `([^`]*)`([^|]*)\|/g)) {
        queries += 1;
        t.match(query, "{cluster=%q,region=%q,");
        t.match(args, /^ \$labels\.cluster \$labels\.region /);
        t.equal(args.split("$").length, query.split("%q").length, "one argument for each hole");
      }
    }
  }
  t.ok(queries > 100, String(queries));
  t.end();
});

t.test("without a selection nothing changes", (t) => {
  const expression = "sum(rate(a[1m])) + b{}";
  t.equal(scopeExpression(expression, {}), expression);
  t.equal(scopeTemplate("printf `x{a=%q}`", {}), "printf `x{a=%q}`");
  t.end();
});

t.test("matchers go before others, after a bare name, and into each operand", (t) => {
  t.equal(
    scopeExpression('rate(a{x="1"}[5m] offset 1m) / plimsoll:b', { c: "d" }),
    'rate(a{c="d", x="1"}[5m] offset 1m) / plimsoll:b{c="d"}',
  );
  t.equal(scopeExpression("a{} and b", { c: ["d", "e"] }), 'a{c=~"d|e"} and b{c=~"d|e"}');
  t.end();
});

t.test("labels go into by and on, and not into group_left", (t) => {
  t.equal(
    scopeExpression("sum by (x) (a) * on () group_left (y) b", { c: "d" }),
    'sum by (x, c) (a{c="d"}) * on (c) group_left (y) b{c="d"}',
  );
  t.end();
});
