import t from "tap";
import { campaignProgress } from "../../src/campaign/progress.ts";
import type { CampaignListener } from "../../src/campaign/campaign.ts";
import type { RunStatus } from "../../src/scenario/status.ts";
import { gradual, planned, recordOf } from "./runs.ts";

const LEAK = planned("leak");
const SECOND = { ...LEAK, run: 2 };
const STATUS: RunStatus = {
  phase: "fault",
  seconds: 31.4,
  ofSeconds: null,
  userErrors: 0,
  pages: 0,
  used: 3,
  limit: 10,
  pending: 0,
  suspects: [],
};

/** What a campaign of 4 runs, of which 1 is done, puts on a screen; clock times taken off. */
function shown(): { progress: CampaignListener; printed: string[]; statuses: string[] } {
  const printed: string[] = [];
  const statuses: string[] = [];
  const screen = {
    print: (line: string) => void printed.push(line.replace(/^\d\d:\d\d:\d\d\.\d {2}/, "")),
    status: (line: string) => void statuses.push(line),
  };
  return { progress: campaignProgress(screen, 4, 1), printed, statuses };
}

t.test("a run is told when it starts, breaks and ends, with how many are done", (t) => {
  const { progress, printed } = shown();
  progress.onStart(LEAK, 0);
  progress.onPhase(LEAK, "warm-up", 1);
  progress.onPhase(LEAK, "fault", 75);
  progress.onDone(LEAK, recordOf(gradual()));
  t.same(printed, [
    "leak                        starts: what leak breaks",
    "leak                        the fault begins",
    "leak                        passed: page 50.0 s before users were harmed, cause leak  (2/4)",
  ]);
  t.end();
});

t.test("the live line has every run that is under way, each by its name", (t) => {
  const { progress, statuses } = shown();
  progress.onStart(LEAK, 0);
  progress.onStart(SECOND, 0);
  progress.onStatus(LEAK, { ...STATUS, pages: 1 });
  progress.onStatus(SECOND, { ...STATUS, phase: "warm-up", seconds: 4, pages: 0 });
  t.equal(statuses.at(-1), "1/4 done | leak fault +31 s, 1 page | leak #2 warm-up +4 s");
  progress.onDone(LEAK, recordOf(gradual()));
  t.equal(statuses.at(-1), "2/4 done | leak #2 warm-up +4 s");
  progress.onDone(SECOND, recordOf(gradual({ run: 2 })));
  t.equal(statuses.at(-1), "3/4 done");
  t.end();
});

t.test("another try and a failure are told with their reason; only the failure is an end", (t) => {
  const { progress, printed } = shown();
  progress.onStart(SECOND, 0);
  progress.onRetry(SECOND, "k6 died.");
  progress.onFailed(SECOND, "k6 died again.");
  t.same(printed.slice(1), [
    "leak #2                     once more: k6 died.",
    "leak #2                     could not be run: k6 died again.  (2/4)",
  ]);
  t.end();
});
