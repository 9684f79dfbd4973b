import t from "tap";
import { findScrapes } from "../../src/doctor/find-scrapes.ts";
import { POOL, sight } from "./sights.ts";

t.test("samples up to 15 s apart are fine, jitter included, and more are slow", (t) => {
  t.same(findScrapes(sight({ gaps: new Map([["apps", 16.9]]) })), []);
  t.same(findScrapes(sight({ gaps: new Map([["apps", 30.02]]) })), [
    { code: "SCRAPE_SLOW", severity: "warning", where: "apps", args: { seconds: 30 } },
  ]);
  t.end();
});

t.test(
  "a target that is down is told when its job has pools, and never where there are no targets",
  (t) => {
    const down = { labels: POOL, health: "down", lastError: "connection refused" };
    const other = { ...down, labels: { job: "node", instance: "x" } };
    t.same(findScrapes(sight({ targets: [down, other] })), [
      {
        code: "TARGET_DOWN",
        severity: "warning",
        where: "apps/10.0.0.1:9464",
        args: { lastError: "connection refused" },
      },
    ]);
    t.same(findScrapes(sight({ targets: undefined })), []);
    t.end();
  },
);
