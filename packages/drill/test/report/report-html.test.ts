import t from "tap";
import { reportHtml } from "../../src/report/report-html.ts";
import { record } from "../record.ts";
import { page } from "../score/pages.ts";

t.test("a report shows verdict, page, both timelines and five plots, each in two sizes", (t) => {
  const text = reportHtml(record());
  t.match(text, "<h1>The page came 50.0 s before the first user-visible error");
  t.match(text, "<h3>PlimsollPoolLeak</h3>");
  t.match(text, "users report slow loading and errors");
  t.equal(text.match(/<svg /g)?.length, 10);
  t.end();
});

t.test("a report needs no network and no script, and has both themes", (t) => {
  const text = reportHtml(record());
  t.notMatch(text, /<script|<link|<img|@import|url\((?!#)/);
  t.same(
    [...text.matchAll(/(?:src|href)="(?!#)([^"]*)"/g)].map(([, target]) => target),
    [],
  );
  t.match(text, "@media (prefers-color-scheme: dark)");
  t.end();
});

t.test("every colour of a plot comes from the theme", (t) => {
  const { used = "" } = /(?<used><svg [\s\S]*?<\/svg>)/.exec(reportHtml(record()))?.groups ?? {};
  const drawn = used.replaceAll(/<defs[\s\S]*?<\/defs>/g, "");
  const colors = [...drawn.matchAll(/(?:fill|stroke)="([^"]*)"/g)].map(([, color]) => color);
  t.ok(colors.length > 10);
  t.same(
    colors.filter((color) => color !== "none" && !color?.startsWith("var(--")),
    [],
  );
  t.end();
});

t.test("what comes from outside is escaped", (t) => {
  const evil = page(1_795_470_100, { alertname: "<img src=x onerror=alert(1)>" });
  const text = reportHtml(record({ pages: [evil] }));
  t.notMatch(text, "<img");
  t.match(text, "&lt;img src=x onerror=alert(1)&gt;");
  t.end();
});

t.test("a report of a run without page, error and samples says so", (t) => {
  const base = record({ pages: [], errors: [] });
  const series = Object.fromEntries(Object.keys(base.series).map((key) => [key, []]));
  const text = reportHtml({ ...base, series: series as unknown as typeof base.series });
  t.match(text, /<h2>\s*No page came\s*<\/h2>/);
  t.equal(text.match(/None in this run\./g)?.length, 5);
  t.notMatch(text, /NaN|Infinity|undefined|null/);
  t.end();
});

t.test("a control's report has no timeline of an outage", (t) => {
  const text = reportHtml(record({ kind: "control", pages: [], errors: [] }));
  t.match(text, "Nobody was paged");
  t.notMatch(text, "Beside the original outage");
  t.end();
});
