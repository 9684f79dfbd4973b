import t from "tap";
import { slowRequestFigures } from "../../src/report/slow-request-figures.ts";
import { chooseSlowRequests } from "../../src/traces/slow-request.ts";
import type { TraceSpan } from "../../src/traces/trace-span.ts";
import { record } from "../record.ts";
import { requestSpans } from "../traces/request-spans.ts";

const base = record();
const ERROR_AT = base.incident.firstUserErrorAt ?? 0;

function figuresOf(...traces: TraceSpan[][]): string {
  const slowRequests = chooseSlowRequests(traces, ERROR_AT - 100, ERROR_AT);
  return slowRequestFigures({ ...base, slowRequests }).markup;
}

const served = requestSpans({ id: "a", at: ERROR_AT - 7, waitSeconds: 0.25 });
const failed = requestSpans({ id: "b", at: ERROR_AT - 1, waitSeconds: 5, outcome: "timeout" });

/** Words of the SVG elements, one list each. */
function words(markup: string): string[][] {
  return [...markup.matchAll(/<svg[\s\S]*?<\/svg>/g)].map(([svg]) =>
    [...svg.matchAll(/<text[^>]*>([^<]*)<\/text\s*>/g)].map(([, text = ""]) => text.trim()),
  );
}

t.test("a title says which route waited for how long, for what, and how that ended", (t) => {
  const text = figuresOf(served, failed);
  const titles = [...text.matchAll(/<h3>([^<]*)<\/h3>/g)].map(([, title]) => title);
  t.same(titles, [
    "POST /transfers waited 250 ms of 269 ms for a connection of pool “money”, until another request gave one back",
    "POST /transfers waited 5 s of 5 s for a connection of pool “money”, until the pool gave it up",
  ]);
  t.match(
    text,
    "before the first user-visible error it waited longest; that was 6.73\u00A0s earlier",
  );
  t.match(text, "The first one that users saw.");
  t.end();
});

t.test("each span stands below its parent, with its SQL and how long it took", (t) => {
  const [wide, narrow] = words(figuresOf(served));
  t.same(wide, [
    "0",
    "100 ms",
    "200 ms",
    "POST /transfers",
    "269 ms",
    "request handler",
    "268 ms",
    "pool wait",
    "250 ms",
    "pg.query:BEGIN money",
    "0.7 ms",
    "pg.query:SELECT money",
    "SELECT id, balance_cents AS balance F…",
    "8 ms",
    "pg.query:COMMIT money",
    "8 ms",
  ]);
  t.equal(narrow?.length, wide?.length);
  t.end();
});

t.test("a wait that failed says how, in the colour of errors", (t) => {
  t.match(figuresOf(failed), /fill="var\(--error\)"\s*>\s*5 s, timeout</);
  t.end();
});

t.test("bars lie in the picture, and none is thinner than can be seen", (t) => {
  const bars = [
    ...figuresOf(served, failed).matchAll(/<rect\s+x="([\d.]+)"\s+y="[\d.]+"\s+width="([\d.]+)"/g),
  ].map(([, x, width]) => ({ x: Number(x), width: Number(width) }));
  t.equal(bars.length, 2 * (6 + 3));
  for (const { x, width } of bars) {
    t.ok(x + width <= 848, `${x} + ${width}`);
    t.ok(width >= 2, String(width));
  }
  t.end();
});

t.test("a run in which no request waited says so, as does one without traces", (t) => {
  t.match(figuresOf(requestSpans({ at: ERROR_AT - 7, waitSeconds: null })), "No request of these");
  t.match(figuresOf(), "Money sent no trace in this run");
  t.notMatch(figuresOf(), "<svg");
  t.end();
});

t.test("names that come from outside are escaped", (t) => {
  const evil = served.map((span) => ({ ...span, name: span.isServer ? "GET /<b>" : span.name }));
  const text = figuresOf(evil);
  t.notMatch(text, "<b>");
  t.match(text, "GET /&lt;b&gt;");
  t.end();
});
