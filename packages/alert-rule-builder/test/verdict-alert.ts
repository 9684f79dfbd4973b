import type { Cause, PoolCause } from "@plimsoll/catalog";
import type { Test } from "tap";
import type { AlertDefinition } from "../src/alerts/alert.ts";
import {
  assertPage,
  type FirstFirings,
  firstFirings,
  type PageText,
  type Run,
} from "./promtool.ts";
import { during, HEALTHY, instances, verdict } from "./scenarios.ts";
import type { ScrapedPool } from "./scrape.ts";

/** Half more than the pool can serve, from 100 s on: at 105 s the oldest waiter has used 3 s of its 5. */
const OVERLOADED: ScrapedPool = { ...HEALTHY, demand: during(100, Infinity, 300, 60) };

/** No more than 300 can wait, for 1.5 s: late from 101 s on, and never more. */
const LATE: ScrapedPool = { ...HEALTHY, callers: 300, demand: during(100, Infinity, 400, 60) };

/** When the waits of {@link OVERLOADED} have been severe for long enough to page. */
const SEVERE_AT = 120;

/** When pressure has held for long enough to page. */
export const PRESSED_AT = 135;

/** What each alert that takes the process's verdict must do. `said` is the verdict's cause. */
export function testVerdict(
  t: Test,
  alert: AlertDefinition,
  said: PoolCause & Cause,
  text: PageText,
): void {
  const named = { ...OVERLOADED, signals: [verdict(said, 110)] };
  t.test(`${said} names severe waits once they have held for 15 s, pressure after 30 s`, (t) => {
    t.same(page([named]), { [alert.name]: SEVERE_AT });
    t.same(page([{ ...LATE, signals: named.signals }]), { [alert.name]: PRESSED_AT });
    t.end();
  });
  t.test(`${said} names a stall once it has held for 15 s`, (t) => {
    const stalls = { ...HEALTHY, hold: (t: number) => (t < 100 ? 0.05 : Infinity) };
    t.same(page([{ ...stalls, signals: [verdict(said, 105)] }]), { [alert.name]: 120 });
    t.end();
  });
  t.test(`${said} pages nobody while no request has to wait`, (t) => {
    t.same(page([{ ...HEALTHY, signals: [verdict(said, 100)] }]), {});
    t.end();
  });
  t.test(`${said} of one instance of ten names nothing, of one of nine it does`, (t) => {
    const silent = { ...OVERLOADED, signals: [verdict(said, Infinity)] };
    const ten = instances(10, silent, { signals: [verdict(said, 110)] });
    const short = { seconds: 150, scrapeSeconds: 15, evaluationSeconds: 15 };
    t.same(Object.keys(firstFirings({ pools: ten, ...short })), ["PlimsollPoolPressure"]);
    t.same(Object.keys(firstFirings({ pools: ten.slice(0, 9), ...short })), [alert.name]);
    t.end();
  });
  t.test(`the page of ${said} gives its evidence and the first step`, (t) => {
    const run: Run = { pools: [{ ...named, environment: "prod" }], seconds: 180 };
    t.doesNotThrow(() => assertPage(run, alert, SEVERE_AT, text));
    t.doesNotThrow(() => assertPage(run, alert, SEVERE_AT - 5));
    t.end();
  });
}

function page(pools: readonly ScrapedPool[]): FirstFirings {
  return firstFirings({ pools, seconds: 180 });
}
