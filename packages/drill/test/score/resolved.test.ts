import t from "tap";
import { resolvedAt } from "../../src/score/resolved.ts";
import type { ReceivedNotification } from "../../src/score/received-page.ts";
import { page } from "./pages.ts";

function notification(
  at: number,
  status: "firing" | "resolved",
  labels: Record<string, string> = {},
): ReceivedNotification {
  return { at, alerts: [{ ...page(at, labels).alert, status }] };
}

t.test("without a page nothing is resolved", (t) => {
  t.equal(resolvedAt([]), null);
  t.equal(resolvedAt([notification(1, "firing", { severity: "ticket" })]), null);
  t.end();
});

t.test("a page that fires is not resolved", (t) => {
  t.equal(resolvedAt([notification(1, "firing")]), null);
  t.end();
});

t.test("the last page that is resolved counts", (t) => {
  const other = { alertname: "PlimsollPoolStalled" };
  const first = [notification(1, "firing"), notification(2, "firing", other)];
  t.equal(resolvedAt([...first, notification(3, "resolved")]), null);
  t.equal(
    resolvedAt([...first, notification(3, "resolved"), notification(4, "resolved", other)]),
    4,
  );
  t.end();
});

t.test("a page that comes again is open again", (t) => {
  const once = [notification(1, "firing"), notification(2, "resolved")];
  t.equal(resolvedAt(once), 2);
  t.equal(resolvedAt([...once, notification(3, "firing")]), null);
  t.end();
});
