import t from "tap";
import { labelled, scrapedSeries, valuesText } from "../../src/replay/input-series.ts";
import type { ReadRecording, RecordedSeries } from "../../src/replay/read-recording.ts";

const POOL = { deployment_environment_name: "drill" };
const TARGET = { job: "money", instance: "h:1" };

/** A target whose series 0 has at each second that second as its value, unless `scrapes` says otherwise. */
function recording(seconds: number, own: Partial<RecordedSeries> = {}): ReadRecording {
  const scrapes = Array.from({ length: seconds }, (_, at) => [at, new Map([[0, at]])] as const);
  const target = {
    labels: TARGET,
    series: new Map([[0, { name: "used", labels: POOL }]]),
    scrapes: new Map(scrapes),
    goneAt: undefined,
    ...own,
  };
  return { targets: [target], from: 0, to: seconds - 1 };
}

function valuesOf(read: ReadRecording, phaseSeconds: number, zero = 0): Record<string, string> {
  const plan = { zero, from: read.from, to: read.to, phaseSeconds, cell: "c" };
  return Object.fromEntries(
    scrapedSeries(read, plan).map(({ series, values }) => [/^\w+/.exec(series)?.[0], values]),
  );
}

t.test("each phase sees the second that it scrapes, and each fifth after it", (t) => {
  const read = recording(12);
  t.equal(valuesOf(read, 0)["used"], "0 _x4 5 _x4 10");
  t.equal(valuesOf(read, 1)["used"], "_x1 1 _x4 6 _x4 11");
  t.equal(valuesOf(read, 4)["used"], "_x4 4 _x4 9");
  t.equal(valuesOf(read, 4)["up"], "_x4 1 _x4 1");
  t.end();
});

t.test("a phase counts from the evaluations, wherever the recording begins", (t) => {
  const read = { ...recording(12), from: 3 };
  t.equal(valuesOf(read, 0, -6)["used"], "_x10 4 _x4 9");
  t.equal(valuesOf(read, 4, -6)["used"], "_x9 3 _x4 8");
  t.end();
});

t.test("a target that does not answer ends its series, and up is 0", (t) => {
  const read = recording(16);
  const [target] = read.targets;
  const scrapes = new Map<number, ReadonlyMap<number, number> | null>(target?.scrapes).set(5, null);
  const failing = recording(16, { scrapes });
  t.equal(valuesOf(failing, 0)["used"], "0 _x4 stale _x4 10 _x4 15");
  t.equal(valuesOf(failing, 0)["up"], "1 _x4 0 _x4 1 _x4 1");
  t.equal(valuesOf(failing, 1)["used"], "_x1 1 _x4 6 _x4 11", "another phase does not see it");
  t.end();
});

t.test("a second in which the recorder did not ask is a gap and ends nothing", (t) => {
  const scrapes = new Map(recording(16).targets[0]?.scrapes);
  scrapes.delete(5);
  t.equal(valuesOf(recording(16, { scrapes }), 0)["used"], "0 _x9 10 _x4 15");
  t.equal(valuesOf(recording(16, { scrapes }), 0)["up"], "1 _x9 1 _x4 1");
  t.end();
});

t.test("a series that an answer no longer has ends once, and may come back", (t) => {
  const scrapes = new Map(recording(21).targets[0]?.scrapes);
  scrapes.set(5, new Map()).set(10, new Map());
  t.equal(valuesOf(recording(21, { scrapes }), 0)["used"], "0 _x4 stale _x9 15 _x4 20");
  t.end();
});

t.test(
  "a target that is gone ends its series and up at what would have been its next scrape",
  (t) => {
    const read = recording(16, { goneAt: 5.5 });
    t.equal(valuesOf(read, 0)["used"], "0 _x4 5 _x4 stale");
    t.equal(valuesOf(read, 0)["up"], "1 _x4 1 _x4 stale");
    t.end();
  },
);

t.test("job and environment are the cell's own, and other labels stay", (t) => {
  const plan = { zero: 0, from: 0, to: 1, phaseSeconds: 0, cell: "0.3" };
  t.same(
    scrapedSeries(recording(2), plan).map(({ series }) => series),
    [
      'used{deployment_environment_name="0.3/drill",job="0.3/money",instance="h:1"}',
      'up{job="0.3/money",instance="h:1"}',
    ],
  );
  t.end();
});

t.test("values that JSON has no number for keep promtool's spelling", (t) => {
  const scrapes = new Map([
    [0, new Map([[0, Number.NaN]])],
    [5, new Map([[0, Infinity]])],
    [10, new Map([[0, -Infinity]])],
    [15, new Map([[0, 1e-7]])],
  ]);
  t.equal(valuesOf(recording(16, { scrapes }), 0)["used"], "NaN _x4 Inf _x4 -Inf _x4 1e-7");
  t.end();
});

t.test("a label's value is quoted", (t) => {
  t.equal(labelled("a", { b: 'x"y\\z\n' }), String.raw`a{b="x\"y\\z\n"}`);
  t.equal(valuesText([]), "");
  t.end();
});
