import { UPSTREAM_METRICS } from "@plimsoll/catalog";
import t from "tap";
import { httpErrorBudgetBurn } from "../../src/alerts/http-error-budget-burn.ts";
import { assertPage, firstFirings, SERVICE_GROUPS } from "../promtool.ts";
import { counter, HEALTHY } from "../scenarios.ts";
import type { ScrapedPool } from "../scrape.ts";

const BROKEN = 3600;
const rarely = { seconds: 5400, scrapeSeconds: 60, evaluationSeconds: 60, groups: SERVICE_GROUPS };

/** `perSecond` requests, of which a share fails (500) and a share takes longer than 1 s, from `BROKEN` until `until`. */
function http(share: { failed?: number; slow?: number }, perSecond = 50, until = Infinity) {
  const { failed = 0, slow = 0 } = share;
  const bucket = (status: string, le: string, before: number, after: number) => {
    const labels = { http_request_method: "GET", http_response_status_code: status, le };
    const usual = counter(UPSTREAM_METRICS.httpServerRequestDuration, labels, before);
    const change = counter(
      UPSTREAM_METRICS.httpServerRequestDuration,
      labels,
      after - before,
      BROKEN,
      until,
    );
    return {
      ...usual,
      suffix: "_bucket",
      value: (t: number) => usual.value(t) + change.value(t),
    };
  };
  return [
    bucket("200", "+Inf", perSecond, perSecond * (1 - failed)),
    bucket("200", "1", perSecond, perSecond * (1 - failed - slow)),
    bucket("500", "+Inf", 0, perSecond * failed),
    bucket("500", "1", 0, perSecond * failed),
  ];
}

const service = (...args: Parameters<typeof http>): ScrapedPool => ({
  ...HEALTHY,
  signals: http(...args),
});
const pages = (pool: ScrapedPool, seconds = rarely.seconds) =>
  firstFirings({ pools: [pool], ...rarely, seconds });

t.test(
  "a tenth of the requests that fails or is slow pages after six minutes in a young service",
  (t) => {
    t.same(pages(service({ failed: 0.1 })), { PlimsollHttpErrorBudgetBurn: BROKEN + 360 });
    t.same(pages(service({ slow: 0.1 })), { PlimsollHttpErrorBudgetBurn: BROKEN + 360 });
    t.end();
  },
);

t.test("a total outage pages within five minutes", (t) => {
  const { PlimsollHttpErrorBudgetBurn: at = Infinity } = pages(service({ failed: 1 }), 4200);
  t.ok(at - BROKEN <= 300, `${at - BROKEN} s`);
  t.end();
});

t.test("errors of 0.1 %, the objective itself, page nobody", (t) => {
  t.same(pages(service({ failed: 0.001 })), {});
  t.end();
});

t.test("one in 50 for a minute pages nobody", (t) => {
  t.same(pages(service({ failed: 0.02 }, 50, BROKEN + 60)), {});
  t.end();
});

t.test("a burn of 1 % that is slow pages by the long windows", (t) => {
  const { PlimsollHttpErrorBudgetBurn: at = Infinity } = pages(service({ failed: 0.01 }), 14_400);
  t.ok(at - BROKEN > 1800 && at - BROKEN < 10_800, `${at - BROKEN} s`);
  t.end();
});

t.test("a service with one request in ten seconds pages nobody when all fail", (t) => {
  t.same(pages(service({ failed: 1 }, 0.1)), {});
  t.end();
});

t.test("a page ends within 40 minutes of the last error", (t) => {
  const { PlimsollHttpErrorBudgetBurn: at } = pages(service({ failed: 0.1 }, 50, BROKEN + 900));
  t.equal(at, BROKEN + 360);
  const pool = { ...service({ failed: 0.1 }, 50, BROKEN + 900), environment: "prod" };
  const run = { pools: [pool], ...rarely, seconds: 7200 };
  t.doesNotThrow(() => assertPage(run, httpErrorBudgetBurn, BROKEN + 900 + 2400));
  t.end();
});

t.test("the same holds for OTLP, and for Prometheus 3, which writes the bound as 1.0", (t) => {
  const pushed = { pools: [service({ slow: 0.1 })], ...rarely, dialect: "otlp" } as const;
  t.same(firstFirings(pushed), { PlimsollHttpErrorBudgetBurn: BROKEN + 360 });
  const signals = http({ slow: 0.1 }).map((signal) => ({
    ...signal,
    labels: { ...signal.labels, le: signal.labels?.["le"] === "1" ? "1.0" : "+Inf" },
  }));
  t.same(pages({ ...HEALTHY, signals }), { PlimsollHttpErrorBudgetBurn: BROKEN + 360 });
  t.end();
});

t.test("the page gives the share of bad requests", (t) => {
  const run = { pools: [{ ...service({ failed: 0.1 }), environment: "prod" }], ...rarely };
  const text = {
    description:
      "Service money (prod) answers 0.625% of its requests with an error or after more than 1 s.",
    evidence: "Requests: 50/s, of which bad: 5/s. No page of a pool of this service names a cause.",
    do_first: httpErrorBudgetBurn.doFirst,
  };
  const where = { service: "money", environment: "prod" };
  t.doesNotThrow(() => assertPage(run, httpErrorBudgetBurn, BROKEN + 360, text, where));
  t.doesNotThrow(() => assertPage(run, httpErrorBudgetBurn, BROKEN + 300));
  t.end();
});
