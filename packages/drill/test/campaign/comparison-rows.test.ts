import t from "tap";
import { BASELINES } from "../../src/baseline/baseline-rules.ts";
import { comparisonRows } from "../../src/campaign/comparison-rows.ts";
import { summarize } from "../../src/campaign/summary.ts";
import { baselines, control, FAULT_AT, gradual, instant } from "./runs.ts";

t.test("each figure of Plimsoll stands beside that of every baseline", (t) => {
  const alarm = { alert: "ApiIsSlow", at: FAULT_AT + 110 };
  const told = baselines({
    baseline: "upstream-metrics",
    first: alarm,
    leadSeconds: 10,
    falseAlarms: [alarm],
  });
  const runs = [gradual({ baselines: told }), instant(), control({ falsePages: 2 })];
  const rows = comparisonRows(summarize(runs, () => true));
  t.same(
    rows.map(({ what, plimsoll, baselines: theirs }) => [what, plimsoll, ...theirs]),
    [
      ["gradual faults: told before users were harmed", "1 of 1", "0 of 1", "0 of 1", "1 of 1"],
      ["– before the first single error", "1 of 1", "", "", ""],
      ["– lead: median, worst", "50.0 s, 50.0 s", "never, never", "never, never", "10.0 s, 10.0 s"],
      ["instant faults: told within 30 s", "1 of 1", "0 of 1", "0 of 1", "0 of 1"],
      [
        "– seconds from the fault: median, worst",
        "20.0 s, 20.0 s",
        ...BASELINES.map(() => "never, never"),
      ],
      ["cause named right at the first page", "2 of 2", ...BASELINES.map(() => "names none")],
      ["– a minute later", "2 of 2", "", "", ""],
      ["false pages or alarms, in all runs (controls watched for 5 min)", "2", "0", "0", "1"],
      ["resolved after the fault’s end: median, worst", "90.0 s, 90.0 s", "", "", ""],
    ],
  );
  t.end();
});
