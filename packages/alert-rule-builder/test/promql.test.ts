import t from "tap";
import {
  aggregate,
  binary,
  call,
  differs,
  duration,
  equals,
  nest,
  offset,
  oneOf,
  over,
  selector,
} from "../src/promql.ts";

t.test("a label value keeps its quotes and backslashes", (t) => {
  const text = selector("up", equals("path", 'C:\\a "b"'), differs("job", "x")).text;
  t.equal(text, String.raw`up{path="C:\\a \"b\"", job!="x"}`);
  t.end();
});

t.test("the values of oneOf are taken literally", (t) => {
  t.equal(selector("up", oneOf("job", ["a.b", "c+"])).text, String.raw`up{job=~"a\\.b|c\\+"}`);
  t.end();
});

t.test("a name that Prometheus 2.42 cannot read unquoted is refused", (t) => {
  t.throws(() => selector("db.client"), /series name must match .* got "db.client"/);
  t.throws(() => equals("http.route", "/"), /label name must match .* got "http.route"/);
  t.end();
});

t.test("a duration is printed in the largest whole unit and refuses fractions", (t) => {
  t.same([42, 60, 90, 1800, 7200].map(duration), ["42s", "1m", "90s", "30m", "2h"]);
  for (const bad of [0, -1, 1.5, Number.NaN]) t.throws(() => duration(bad), /whole number/);
  t.end();
});

t.test("a binary operand gets parentheses, a simple one none", (t) => {
  const share = binary(selector("a"), "/", binary(selector("b"), ">", 0));
  t.equal(share.text, "a / (b > 0)");
  t.equal(
    binary(share, "unless", selector("c"), ["pool"]).text,
    "(a / (b > 0)) unless on (pool) c",
  );
  t.end();
});

t.test("ranges and offsets stand after the selector", (t) => {
  t.equal(call("rate", over(selector("a"), 60)).text, "rate(a[1m])");
  t.equal(over(selector("a"), 1800, 600).text, "a[30m] offset 10m");
  t.equal(offset(selector("a"), 30).text, "a offset 30s");
  t.end();
});

t.test("what does not fit a line is broken before operators and inside brackets", (t) => {
  const long = selector("a".repeat(60));
  t.equal(binary(long, "and", long).text, `${long.text}\nand ${long.text}`);
  const wide = aggregate("sum", ["pool"], binary(long, "and", long));
  t.equal(wide.text, `sum by (pool) (\n  ${long.text}\n  and ${long.text}\n)`);
  t.equal(
    nest("label_replace", selector("a"), ["b", "$1", "c", "(.+)"]).text,
    'label_replace(\n  a,\n  "b", "$1", "c", "(.+)")',
  );
  t.end();
});
