import t from "tap";
import { METRICS, POOL_METRICS } from "../src/index.ts";

t.test("every metric name stands once in the catalogue", (t) => {
  const names = METRICS.map((metric) => metric.name);
  t.equal(new Set(names).size, names.length);
  t.end();
});

t.test("our own metrics in seconds end in _seconds", (t) => {
  for (const metric of METRICS.filter((m) => m.name.startsWith("plimsoll.") && m.unit === "s")) {
    t.match(metric.name, /_seconds$/);
  }
  t.end();
});

t.test("no metric of ours has the unit 1, which only the otlp dialect spells: _ratio", (t) => {
  const ours = METRICS.filter((metric) => metric.name.startsWith("plimsoll."));
  t.same(
    ours.filter(({ unit }) => unit === "1").map(({ name }) => name),
    [],
  );
  t.end();
});

t.test("every histogram of ours states its buckets, in ascending order", (t) => {
  for (const metric of Object.values(POOL_METRICS)) {
    if (metric.instrument !== "histogram") continue;
    const buckets = metric.buckets ?? [];
    t.ok(buckets.length > 0, metric.name);
    t.same(
      buckets.toSorted((a, b) => a - b),
      buckets,
    );
  }
  t.end();
});

t.test("every description is one or more whole sentences", (t) => {
  for (const metric of METRICS) t.match(metric.description, /^[A-Z].*\.$/, metric.name);
  t.end();
});
