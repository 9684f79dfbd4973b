import t from "tap";
import { pastSeries } from "../../src/replay/past-series.ts";

const READ = new Set(["plimsoll:pool_hold:mean1m"]);
const labels = { __name__: "plimsoll:pool_hold:mean1m", environment: "drill", pool: "money" };

t.test("a past series keeps its last level, every 15 s, off the seconds of evaluations", (t) => {
  const series = [
    {
      labels,
      points: [
        [1, 7],
        [2, 0.5],
      ] as const,
    },
  ];
  t.same(pastSeries({ series }, 40, READ, "0.1"), [
    {
      series: 'plimsoll:pool_hold:mean1m{environment="0.1/drill",pool="money"}',
      values: "_x2 0.5 _x14 0.5 _x14 0.5",
    },
  ]);
  t.end();
});

t.test("what no page reads, and what has no level, is left out", (t) => {
  const series = [
    { labels: { ...labels, __name__: "plimsoll:route_bad:rate1m" }, points: [[1, 1]] as const },
    { labels, points: [] },
    { labels, points: [[1, Number.NaN]] as const },
  ];
  t.same(pastSeries({ series }, 40, READ, "0.1"), []);
  t.end();
});
