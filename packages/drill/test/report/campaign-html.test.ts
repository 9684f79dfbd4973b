import { parse, type ParserError } from "parse5";
import t from "tap";
import type { DrillRecord } from "../../src/campaign/drill-run.ts";
import { summarize } from "../../src/campaign/summary.ts";
import { campaignHtml } from "../../src/report/campaign-html.ts";
import {
  baselines,
  control,
  FAULT_AT,
  gradual,
  instant,
  recordOf,
  unpaged,
} from "../campaign/runs.ts";
import { page } from "../score/pages.ts";

const ALARM = { alert: "ApiIsSlow", at: FAULT_AT + 130 };
const FAILED = gradual({
  scenario: "slow-query",
  harmLeadSeconds: -12,
  passed: false,
  failures: ["The page came 12.0 s after users began to be harmed."],
  baselines: baselines({
    baseline: "post-mortem",
    first: ALARM,
    leadSeconds: -10,
    falseAlarms: [{ alert: "PostgresqlRestarted", at: FAULT_AT - 5 }],
  }),
});
const RECORDS = [recordOf(control()), recordOf(FAILED), recordOf(instant())];

function reported(records: readonly DrillRecord[], notMade: readonly string[] = []): string {
  const runs = records.map(({ drill }) => drill);
  return campaignHtml(
    records,
    summarize(runs, () => true, notMade),
  );
}

/** What the parser of HTML finds wrong. */
function parseErrors(text: string): string[] {
  const errors: string[] = [];
  const onParseError = ({ code, startLine }: ParserError): void =>
    void errors.push(`line ${startLine}: ${code}`);
  parse(text, { onParseError });
  return errors;
}

t.test("a control, a failed gradual fault and an instant one make a page without errors", (t) => {
  const text = reported(RECORDS);
  t.same(parseErrors(text), []);
  t.notMatch(text, /NaN|Infinity|undefined|\[object/);
  t.match(text, "2 of 3 runs passed: 0 of 1 gradual faults paged before users were harmed");
  t.match(text, /<h1>[^<]*, no false page\.<\/h1>/);
  const falsePages = (count: number): string =>
    reported([recordOf(control({ falsePages: count }))]);
  t.match(falsePages(1), ", 1 false page.</h1>");
  t.match(falsePages(2), ", 2 false pages.</h1>");
  t.end();
});

t.test("each run has its line, which leads to what happened in it", (t) => {
  const text = reported(RECORDS);
  for (const { drill } of RECORDS) {
    t.match(text, `<a href="#${drill.scenario}-1">${drill.scenario}</a>`);
    t.match(text, `<details id="${drill.scenario}-1">`);
  }
  t.match(text, '<p class="failed">The page came 12.0 s after users began to be harmed.</p>');
  t.equal(text.match(/class="badge failed"/g)?.length, 2, "in the table and in its section");
  t.equal(text.match(/class="badge passed"/g)?.length, 4);
  t.end();
});

t.test("what happened in a run stands earliest first, in seconds from the fault", (t) => {
  const [, section = ""] = reported([recordOf(FAILED)]).split("<details id");
  const [table = ""] = section.split("</table>");
  const offsets = [...table.matchAll(/class="offset">([^<]*)</g)].map(([, offset]) => offset);
  t.same(offsets, [
    "−5.0 s",
    "0.0 s",
    "70.0 s",
    "118.0 s",
    "120.0 s",
    "130.0 s",
    "200.0 s",
    "290.0 s",
  ]);
  const texts = [...table.matchAll(/class="kind-[a-z]+">([^<]*)</g)].map(([, event]) => event);
  t.equal(texts[0], "post-mortem: PostgresqlRestarted, a false alarm");
  t.equal(texts[5], "post-mortem: ApiIsSlow");
  t.end();
});

t.test("a run that was not made is named", (t) => {
  const text = reported(RECORDS, ["surge", "leak #2"]);
  t.match(text, '<p class="failed">Not made: surge, leak #2.</p>');
  t.match(text, "2 of 5 runs passed");
  t.notMatch(reported(RECORDS), "Not made");
  t.end();
});

t.test("a replay is told with its tier, also where a page never came", (t) => {
  const replay = {
    tier: "1 s recording replayed",
    leads: [3, 2, 1, 0, null],
    medianSeconds: 1,
    worstSeconds: null,
    agreeing: { count: 1, of: 2 },
  } as const;
  const text = reported([recordOf(gradual({ replay }))]).replaceAll(/\s+/g, " ");
  t.match(text, "under 5 scrape phases: page before harm 1.0 s in the middle, never at worst");
  t.match(text, "Of the 2 alerts that fired live, 1 fired");
  t.end();
});

t.test("a page needs no network and no script", (t) => {
  const text = reported(RECORDS);
  t.notMatch(text, /<script|<link|<img|@import|url\((?!#)/);
  t.same(
    [...text.matchAll(/(?:src|href)="(?!#)([^"]*)"/g)].map(([, target]) => target),
    [],
  );
  t.end();
});

/** Of a run whose every text is markup. */
const FIELDS = [
  "scenario",
  "title",
  "cause",
  "failure",
  "alert",
  "pageCause",
  "alarm",
  "label",
  "instance",
  "holder",
  "ticket",
  "missing",
];

/** What a value might hold at worst. */
function evil(field: string): string {
  return `<b title="${field}">'&`;
}

t.test("every value is escaped", (t) => {
  const alarm = { alert: evil("alarm"), at: FAULT_AT };
  const drill = gradual({
    scenario: evil("scenario"),
    title: evil("title"),
    namedCause: evil("cause"),
    failures: [evil("failure")],
    passed: false,
    pages: [
      { alert: evil("alert"), severity: "page", cause: evil("pageCause"), pool: "", at: FAULT_AT },
    ],
    baselines: baselines({
      baseline: "post-mortem",
      first: alarm,
      leadSeconds: 1,
      falseAlarms: [alarm],
    }),
  });
  const kept = recordOf(drill);
  const record = {
    ...kept.record,
    pages: [page(FAULT_AT, { alertname: evil("label"), http_route: evil("route") })],
    holders: [{ instance: evil("instance"), at: FAULT_AT, text: evil("holder") }],
  };
  const tickets = [evil("ticket")];
  const second = recordOf(unpaged({ run: 2, harmAt: null, tickets, scenario: "lag" }));
  const text = reported([{ ...kept, record }, second], [evil("missing")]);
  t.same(parseErrors(text), []);
  t.notMatch(text, "<b ");
  for (const field of FIELDS)
    t.match(text, `&lt;b title=&quot;${field}&quot;&gt;&#39;&amp;`, field);
  t.end();
});
