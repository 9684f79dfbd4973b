import t from "tap";
import { pagesOf, type ReceivedNotification } from "../../src/score/received-page.ts";
import { page } from "./pages.ts";

function notification(at: number, ...alerts: ReceivedNotification["alerts"]): ReceivedNotification {
  return { at, alerts };
}

t.test("a repeated notification is no new page", (t) => {
  const { alert } = page(0);
  const other = page(0, { alertname: "PlimsollPoolStalled" }).alert;
  const pages = pagesOf([notification(10, alert), notification(70, alert, other)]);
  t.same(
    pages.map(({ at, alert }) => [at, alert.labels["alertname"]]),
    [
      [10, "PlimsollPoolLeak"],
      [70, "PlimsollPoolStalled"],
    ],
  );
  t.end();
});

t.test("an alert that fires again later is a new page", (t) => {
  const { alert } = page(0);
  const again = { ...alert, startsAt: "2026-11-23T23:45:00Z" };
  t.equal(pagesOf([notification(10, alert), notification(3610, again)]).length, 2);
  t.end();
});

t.test("tickets and resolved alerts are no pages", (t) => {
  const { alert } = page(0);
  const ticket = { ...alert, labels: { ...alert.labels, severity: "ticket" } };
  t.same(pagesOf([notification(10, ticket, { ...alert, status: "resolved" })]), []);
  t.end();
});
