import t from "tap";
import { watchdog } from "../../src/alerts/watchdog.ts";
import { assertPage, assertSamples } from "../promtool.ts";
import { HEALTHY } from "../scenarios.ts";

const run = { pools: [HEALTHY], seconds: 60, groups: ["plimsoll-service"] };

t.test("the watchdog fires from the first evaluation on, whatever happens", (t) => {
  const firing = "count by (alertname) (ALERTS)";
  for (const at of [0, 60])
    t.doesNotThrow(() =>
      assertSamples({ ...run, pools: [] }, firing, at, { '{alertname="PlimsollWatchdog"}': 1 }),
    );
  t.end();
});

t.test("the watchdog names no service and says that nothing is wrong", (t) => {
  const text = {
    description: watchdog.description,
    evidence: watchdog.evidence,
    do_first: watchdog.doFirst,
  };
  t.doesNotThrow(() => assertPage(run, watchdog, 30, text, {}));
  t.throws(() => assertPage(run, watchdog, 30), /PlimsollWatchdog/);
  t.end();
});
