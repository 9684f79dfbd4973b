import t from "tap";
import { readExposition } from "../src/exposition.ts";

t.test("an exposition is read with its labels, and without its comments", (t) => {
  const text = `# HELP a_total What it is.
a_total{pool="x{y}, \\"z\\"",state="idle"} 2
b 1.5e-3 1700000000
`;
  t.same(readExposition(text), [
    { name: "a_total", labels: { pool: 'x{y}, \\"z\\"', state: "idle" }, value: 2 },
    { name: "b", labels: {}, value: 0.0015 },
  ]);
  t.end();
});
