import t from "tap";
import { pastText } from "../../src/prometheus/past-blocks.ts";

t.test("a past series keeps its last level, with a sample every 15 s", (t) => {
  const labels = { __name__: "plimsoll:pool_hold:mean1m", pool: "money" };
  const points = [
    [1, 7],
    [2, 0.5],
  ] as const;
  t.equal(
    pastText({ from: 1000, to: 1040, series: [{ labels, points }] }),
    [
      'plimsoll:pool_hold:mean1m{pool="money"} 0.5 1000',
      'plimsoll:pool_hold:mean1m{pool="money"} 0.5 1015',
      'plimsoll:pool_hold:mean1m{pool="money"} 0.5 1030',
      "# EOF\n",
    ].join("\n"),
  );
  t.end();
});

t.test("a label may hold quotes, backslashes and lines", (t) => {
  const labels = { __name__: "plimsoll:x", route: '/a"\\b\nc' };
  t.equal(
    pastText({ from: 0, to: 0, series: [{ labels, points: [[0, 1]] }] }),
    String.raw`plimsoll:x{route="/a\"\\b\nc"} 1 0` + "\n# EOF\n",
  );
  t.end();
});

t.test("a series without a level, or with none that is finite, is left out", (t) => {
  const labels = { __name__: "plimsoll:x" };
  const series = [
    { labels, points: [] },
    { labels, points: [[0, Number.NaN]] as const },
    { labels, points: [[0, Number.POSITIVE_INFINITY]] as const },
  ];
  t.equal(pastText({ from: 0, to: 60, series }), "# EOF\n");
  t.end();
});
