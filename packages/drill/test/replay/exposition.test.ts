import t from "tap";
import { readExposition } from "../../src/replay/exposition.ts";

const all = (): boolean => true;

t.test("an exposition is read line by line, comments left out", (t) => {
  const text = [
    "# HELP a_total Counts {odd} things",
    "# TYPE a_total counter",
    "a_total 1",
    'b{x="1",y="2"} 2.5e-3',
    'c{le="+Inf",} 3 1700000000000',
    "",
  ].join("\n");
  t.same(readExposition(text, all), [
    { name: "a_total", labels: {}, value: 1 },
    { name: "b", labels: { x: "1", y: "2" }, value: 0.0025 },
    { name: "c", labels: { le: "+Inf" }, value: 3 },
  ]);
  t.end();
});

t.test("a label keeps its braces, commas, quotes and line breaks", (t) => {
  const [sample] = readExposition(String.raw`a{route="/a/{id}, b",text="\"x\"\\n\n"} 1`, all);
  t.same(sample?.labels, { route: "/a/{id}, b", text: '"x"\\n\n' });
  t.end();
});

t.test("no number and infinity are values", (t) => {
  const values = readExposition("a NaN\na +Inf\na -Inf\n", all).map(({ value }) => value);
  t.same(values, [Number.NaN, Infinity, -Infinity]);
  t.end();
});

t.test("what is not wanted is not read", (t) => {
  const text = 'odd{{{ line\na{x="1"} 1';
  t.same(readExposition(text, (name) => name === "a").length, 1);
  t.end();
});

t.test("a wanted line that is no sample is an error that shows it", (t) => {
  for (const line of ["a", "a 1 2 3", 'a{x="1} 1', "a{x=1} 1", "a one", 'a{x="1";y="2"} 1'])
    t.throws(() => readExposition(line, all), {
      message: `exposition: no sample in ${JSON.stringify(line)}.`,
    });
  t.end();
});
