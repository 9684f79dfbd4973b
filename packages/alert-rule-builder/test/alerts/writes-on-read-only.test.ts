import { QUERY_METRICS } from "@plimsoll/catalog";
import t from "tap";
import { writesOnReadOnly } from "../../src/alerts/writes-on-read-only.ts";
import { assertPage, CONNECT_GROUPS, firstFirings } from "../promtool.ts";
import { counter, HEALTHY } from "../scenarios.ts";
import type { Signal } from "../scrape.ts";

const SWITCH = 120;
const refused = (until = Infinity, code = "25006") => ({
  ...counter(QUERY_METRICS.operationDuration, { error_type: code }, 3, SWITCH, until),
  suffix: "_count",
});
const groups = CONNECT_GROUPS;
const pages = (signal: Signal) =>
  firstFirings({ pools: [{ ...HEALTHY, signals: [signal] }], seconds: 220, groups });

t.test("writes that a read-only server refuses page after 20 s", (t) => {
  t.same(pages(refused()), { PlimsollWritesOnReadOnly: SWITCH + 20 });
  t.end();
});

t.test("a series of errors that is born with the first of them pages as well", (t) => {
  const born = refused();
  const signal = { ...born, value: (t: number) => (t < SWITCH ? null : born.value(t)) };
  t.same(pages(signal), { PlimsollWritesOnReadOnly: SWITCH + 20 });
  t.end();
});

t.test("a planned switch of 10 s pages nobody", (t) => {
  t.same(pages(refused(SWITCH + 10)), {});
  t.end();
});

t.test("queries that fail for another reason page nobody", (t) => {
  t.same(pages(refused(Infinity, "23505")), {});
  t.end();
});

t.test("the same holds for what comes through OTLP, where the name ends in its unit", (t) => {
  const run = { pools: [{ ...HEALTHY, signals: [refused()] }], seconds: 220, groups };
  t.same(firstFirings({ ...run, dialect: "otlp" }), { PlimsollWritesOnReadOnly: SWITCH + 20 });
  t.end();
});

t.test("the page says that the server accepts only reads", (t) => {
  const pool = { ...HEALTHY, environment: "prod", signals: [refused()] };
  const run = { pools: [pool], seconds: 220, groups };
  const text = {
    description:
      "Pool money of money (prod) gets its writes refused (25006): the server that it is connected to accepts only reads.",
    evidence:
      "Used: 3 of 10; queue: 0.0; oldest waiter: 0s; a query is in flight in 90% of the held time; route that holds most connections: /reports/:id (3).",
    do_first: writesOnReadOnly.doFirst,
  };
  t.doesNotThrow(() => assertPage(run, writesOnReadOnly, SWITCH + 20, text));
  t.doesNotThrow(() => assertPage(run, writesOnReadOnly, SWITCH + 15));
  t.end();
});
