import t from "tap";
import { routeNamedBy } from "../../src/score/route-named.ts";
import { page } from "./pages.ts";

function named(evidence: string, route: string): string | undefined {
  const { at, alert } = page(0);
  return routeNamedBy({ at, alert: { ...alert, annotations: { evidence } } }, route);
}

t.test("a page names a route in any of its sentences, with the method when it says that", (t) => {
  t.equal(named("most suspects: /transfers (4).", "/transfers"), "/transfers");
  t.equal(named("then fix route POST /transfers, which", "/transfers"), "POST /transfers");
  t.equal(named("by /accounts/:id.", "/accounts/:id"), "/accounts/:id");
  t.end();
});

t.test("a longer or another route is not the route", (t) => {
  t.equal(named("most suspects: /transfers/:id (4)", "/transfers"), undefined);
  t.equal(named("most suspects: /v2/transfers (4)", "/transfers"), undefined);
  t.equal(named("most suspects: unknown", "/transfers"), undefined);
  t.end();
});
