import t from "tap";
import { CallSiteBudget } from "../../src/snapshot/call-site-budget.ts";

function captured(budget: CallSiteBudget, now: number, tries: number): number {
  return Array.from({ length: tries }, () => budget.capture(now)).filter(Boolean).length;
}

t.test("a burst is captured whole, a pool that stays busy 200 times a second", (t) => {
  const budget = new CallSiteBudget();
  t.equal(captured(budget, 10, 1000), 50);
  t.equal(captured(budget, 10.125, 1000), 25);
  t.equal(captured(budget, 20, 1000), 50);
  t.end();
});
