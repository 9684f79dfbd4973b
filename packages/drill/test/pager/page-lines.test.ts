import t from "tap";
import { pageLines } from "../../src/pager/page-lines.ts";
import { page } from "../score/pages.ts";

t.test("a page reads as on-call needs it, within the width", (t) => {
  const { alert } = page(0);
  const annotations = { ...alert.annotations, do_first: "Restart one by one. ".repeat(10) };
  const lines = pageLines({ ...alert, annotations }, 1_795_470_050.04, 80);
  t.match(lines[0], /^PAGE \d\d:\d\d:50\.0 PlimsollPoolLeak$/);
  t.equal(lines[1], "  A connection pool leaks");
  t.match(lines.join("\n"), /\n {2}Cause {6}leak\n {2}Where {6}service money, pool money\n/);
  t.ok(lines.every((line) => line.length <= 80));
  t.end();
});

t.test("a resolved alert says so, and what an alert does not say is left out", (t) => {
  const lines = pageLines(
    { status: "resolved", labels: {}, annotations: {}, startsAt: "", fingerprint: "" },
    0,
  );
  t.equal(lines.length, 1);
  t.match(lines[0], /^RESOLVED .* alert$/);
  t.end();
});
