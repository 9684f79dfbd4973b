import t from "tap";
import { type Plot, plotSvg } from "../../src/report/plot.ts";

const AXIS = { from: -45, to: 130, marks: [] };
const SIZE = { width: 848, height: 190 };

function plot(...values: number[]): Plot {
  const points = values.map((value, index) => [index, value] as const);
  return {
    title: "used",
    note: "",
    atLeast: 0,
    series: [{ name: "used", color: "var(--used)", kind: "line", points }],
  };
}

function labels(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = ""]) => text);
}

function times(width: number): string[] {
  const svg = plotSvg(plot(1), AXIS, { ...SIZE, width });
  return labels(svg).filter((label) => label.endsWith(" s"));
}

t.test("the value axis has two to four round steps that reach the highest value", (t) => {
  for (const [highest, steps] of [
    [10, ["0", "5", "10"]],
    [103, ["0", "40", "80", "120"]],
    [4, ["0", "1", "2", "3", "4"]],
    [0, ["0", "0.5", "1"]],
  ] as const) {
    const found = labels(plotSvg(plot(highest), AXIS, SIZE)).filter(
      (label) => !label.endsWith(" s"),
    );
    t.same(found, steps, String(highest));
  }
  t.end();
});

t.test("the time axis is seconds since the fault, in wider steps on a phone", (t) => {
  t.same(times(848), ["−60 s", "−30 s", "0 s", "+30 s", "+60 s", "+90 s", "+120 s", "+150 s"]);
  t.same(times(340), ["−60 s", "0 s", "+60 s", "+120 s", "+180 s"]);
  t.end();
});

t.test("marks carry their labels", (t) => {
  const marks = [{ at: 65, label: "page", color: "var(--page)", side: "left" }] as const;
  t.ok(labels(plotSvg(plot(1), { ...AXIS, marks }, SIZE)).includes("page"));
  t.end();
});
