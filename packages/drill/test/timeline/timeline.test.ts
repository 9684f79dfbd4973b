import t from "tap";
import { durationText, offsetText } from "../../src/timeline/offset-text.ts";
import { ORIGINAL } from "../../src/timeline/original.ts";
import { runEvents } from "../../src/timeline/run-events.ts";
import { timelineRows } from "../../src/timeline/timeline-rows.ts";
import { timelineText } from "../../src/timeline/timeline-text.ts";
import { record } from "../record.ts";

t.test("offsets and durations are written for people", (t) => {
  t.same([-121.6, -47.25, -0.01, 300, 59.96].map(offsetText), [
    "−2 min 02 s",
    "−47.3 s",
    "0",
    "+5 min",
    "+1 min",
  ]);
  t.equal(durationText(3661), "61 min 01 s");
  t.end();
});

t.test("a run's events are offsets from its first user-visible error", (t) => {
  const events = runEvents(record()).map(({ offsetSeconds, kind }) => [offsetSeconds, kind]);
  t.same(events, [
    [-120, "fault"],
    [-70, "state"],
    [-50, "page"],
    [-3, "state"],
    [0, "error"],
    [20, "people"],
  ]);
  t.end();
});

t.test("a run without an error counts from the end of the load", (t) => {
  const events = runEvents(record({ errors: [] }));
  t.equal(events.at(-1)?.offsetSeconds, 0);
  t.equal(events.filter(({ kind }) => kind === "error").length, 0);
  t.end();
});

t.test("both first errors share the row at 0, and everything else stands in order", (t) => {
  const rows = timelineRows(runEvents(record()), ORIGINAL);
  const offsets = rows.map(({ offsetSeconds }) => offsetSeconds);
  t.same(
    offsets,
    offsets.toSorted((a, b) => a - b),
  );
  t.same(
    rows.filter(({ run, original }) => run && original).map(({ offsetSeconds }) => offsetSeconds),
    [0],
  );
  t.end();
});

t.test("the table tells the page before the error, the original's alert after it", (t) => {
  const lines = timelineText(timelineRows(runEvents(record()), ORIGINAL));
  const lineOf = (text: string): number => lines.findIndex((line) => line.includes(text));
  t.ok(lineOf("THE PAGE PlimsollPoolLeak") < lineOf("first user-visible error"));
  t.ok(lineOf("14:15  users report") < lineOf("14:20  an alert on API"));
  t.match(lines[lineOf("THE PAGE")], /^ +−50\.0 s {2}\d\d:\d\d:\d\d\.\d {2}THE PAGE/);
  t.ok(lines.every((line) => line.length <= 100));
  t.end();
});
