import t from "tap";
import { countText, resultText, secondsText, spreadText } from "../../src/campaign/result-text.ts";
import { control, gradual, instant, unpaged } from "./runs.ts";

t.test("a run that passed says what was measured, by its kind", (t) => {
  t.equal(resultText(gradual()), "passed: page 50.0 s before users were harmed, cause leak");
  t.equal(resultText(instant()), "passed: page 20.0 s after the fault, cause stalled");
  t.equal(resultText(control()), "passed: nobody was paged");
  t.equal(
    resultText(unpaged({ harmAt: null, passed: true, tickets: ["PlimsollReplicationLagHigh"] })),
    "passed: nobody was harmed, nobody was paged, the ticket came",
  );
  t.end();
});

t.test("a run that failed says every reason", (t) => {
  const failures = [
    "The page came 3.0 s after users began to be harmed.",
    "It named another cause.",
  ];
  t.equal(resultText(gradual({ passed: false, failures })), `FAILED: ${failures.join(" ")}`);
  t.end();
});

t.test("seconds have one digit and a true minus sign, and none when they are nought", (t) => {
  t.equal(secondsText(12.34), "12.3 s");
  t.equal(secondsText(-12.34), "−12.3 s");
  t.equal(secondsText(-0.04), "0.0 s");
  t.equal(secondsText(null), "never");
  t.end();
});

t.test("what never happened stands in a spread, and is not the same as nothing to measure", (t) => {
  t.equal(spreadText({ of: 3, median: 54, worst: 12.3 }), "54.0 s, 12.3 s");
  t.equal(spreadText({ of: 3, median: 54, worst: null }), "54.0 s, never");
  t.equal(spreadText({ of: 0, median: null, worst: null }), "–");
  t.end();
});

t.test("a count agrees with what it counts", (t) => {
  t.equal(countText(0, "page"), "no pages");
  t.equal(countText(1, "alarm"), "1 alarm");
  t.equal(countText(2, "page"), "2 pages");
  t.end();
});
