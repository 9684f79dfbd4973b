import t from "tap";
import { readGot } from "../../src/replay/promtool.ts";

t.test("the samples that promtool 2.42 got are read from its failure", (t) => {
  const output = `Unit Testing:  test.json
  FAILED:
    expr: "min by (alertname) (x)", time: 1h8m30s,
        exp: {__name__="no_such"} 0E+00
        got: {alertname="A", environment="0.1/drill"} 3.715E+03, {alertname="B", note="a \\"b\\", {c}"} 5E+00
`;
  t.same(readGot(output), [
    { labels: { alertname: "A", environment: "0.1/drill" }, value: 3715 },
    { labels: { alertname: "B", note: 'a "b", {c}' }, value: 5 },
  ]);
  t.end();
});

t.test("an answer without a sample is an empty one", (t) => {
  t.same(readGot("        exp: {} 0E+00\n        got: nil\n"), []);
  t.end();
});

t.test("any other words of promtool are an error that holds them", (t) => {
  t.throws(
    () => readGot("  FAILED:\n    rule: r, time: 0s, err: duplicate sample for timestamp\n"),
    {
      code: "PLIMSOLL_RUN_FAILED",
      message: /duplicate sample for timestamp/,
    },
  );
  t.end();
});
