import { setImmediate as turn } from "node:timers/promises";
import t from "tap";
import {
  type CampaignListener,
  type MakeRun,
  type PlannedRun,
  runCampaign,
} from "../../src/campaign/campaign.ts";
import type { DrillRecord } from "../../src/campaign/drill-run.ts";
import { DrillError } from "../../src/drill-error.ts";
import { gradual, planned, recordOf } from "./runs.ts";

const RECORD = recordOf(gradual());
const INVALID = recordOf(gradual({ isValid: false, passed: false, failures: ["It is invalid."] }));

/** Notes what it is told, one line for each. */
function notes(): { listener: CampaignListener; lines: string[] } {
  const lines: string[] = [];
  const note = (what: string, { scenario }: PlannedRun, more = ""): void =>
    void lines.push(`${what} ${scenario.name}${more && `: ${more}`}`);
  const listener: CampaignListener = {
    onStart: (one) => note("start", one),
    onPhase: () => {},
    onStatus: () => {},
    onDone: (one, { drill }) => note("done", one, drill.isValid ? "" : "invalid"),
    onRetry: (one, reason) => note("retry", one, reason),
    onFailed: (one, reason) => note("failed", one, reason),
  };
  return { listener, lines };
}

/** Runs that stay as they are until the test lets them go on. */
function heldRuns(): {
  makeRun: MakeRun;
  started(name: string): void;
  ended(name: string): void;
  running(): string[];
} {
  const runs = new Map<string, { started: () => void; end: () => void }>();
  const makeRun: MakeRun = ({ scenario: { name } }, abort, started) =>
    new Promise<DrillRecord>((resolve, reject) => {
      runs.set(name, { started, end: () => resolve(RECORD) });
      abort.signal.addEventListener("abort", () => reject(abort.signal.reason));
    }).finally(() => runs.delete(name));
  return {
    makeRun,
    started: (name) => runs.get(name)?.started(),
    ended: (name) => runs.get(name)?.end(),
    running: () => [...runs.keys()],
  };
}

const makeDefect: MakeRun = async () => {
  throw new TypeError("x is not a function");
};

/** Lets every promise that can go on do so. */
async function settle(): Promise<void> {
  for (let count = 0; count < 5; count += 1) await turn();
}

t.test(
  "the longest run begins first, and no more run at a time than there are lanes",
  async (t) => {
    const { listener, lines } = notes();
    const held = heldRuns();
    const campaign = runCampaign(
      [
        planned("short", { watchSeconds: 10 }),
        planned("long", { watchSeconds: 900 }),
        planned("middle", { watchSeconds: 100 }),
      ],
      { lanes: 2, makeRun: held.makeRun, listener, abort: new AbortController() },
    );
    await settle();
    held.started("long");
    await settle();
    held.started("middle");
    await settle();
    t.same(held.running(), ["long", "middle"]);
    held.ended("middle");
    await settle();
    t.same(held.running(), ["long", "short"]);
    held.ended("short");
    held.ended("long");
    await campaign;
    t.same(lines, [
      "start long",
      "start middle",
      "done middle",
      "start short",
      "done short",
      "done long",
    ]);
  },
);

t.test("a stack starts when the one before has started, or has ended", async (t) => {
  const { listener, lines } = notes();
  const held = heldRuns();
  const campaign = runCampaign([planned("a"), planned("b"), planned("c")], {
    lanes: 3,
    makeRun: held.makeRun,
    listener,
    abort: new AbortController(),
  });
  await settle();
  t.same(held.running(), ["a"]);
  t.same(lines, ["start a"], "the others wait, and do not say that they start");
  held.started("a");
  await settle();
  t.same(held.running(), ["a", "b"]);
  held.ended("b");
  await settle();
  t.same(held.running(), ["a", "c"]);
  held.ended("a");
  held.ended("c");
  await campaign;
});

t.test("a run that is invalid or throws is made once more", async (t) => {
  const { listener, lines } = notes();
  const tries = new Map<string, number>();
  const makeRun: MakeRun = async ({ scenario: { name } }) => {
    const attempt = (tries.get(name) ?? 0) + 1;
    tries.set(name, attempt);
    if (name === "dies") throw new DrillError("PLIMSOLL_PROCESS_DIED", `k6 died, time ${attempt}.`);
    if (name === "harmed" || (name === "spoilt" && attempt === 1)) return INVALID;
    return RECORD;
  };
  const runs = ["good", "spoilt", "harmed", "dies"].map((name) => planned(name));
  await runCampaign(runs, { lanes: 1, makeRun, listener, abort: new AbortController() });
  t.same(lines, [
    "start good",
    "done good",
    "start spoilt",
    "retry spoilt: It is invalid.",
    "start spoilt",
    "done spoilt",
    "start harmed",
    "retry harmed: It is invalid.",
    "start harmed",
    "done harmed: invalid",
    "start dies",
    "retry dies: k6 died, time 1.",
    "start dies",
    "failed dies: k6 died, time 2.",
  ]);
});

t.test("a defect is told with where it happened", async (t) => {
  const { listener, lines } = notes();
  const abort = new AbortController();
  await runCampaign([planned("a")], { lanes: 1, makeRun: makeDefect, listener, abort });
  t.match(lines.at(-1), /^failed a: TypeError: x is not a function\n +at .*campaign\.test/);
});

t.test("a run that aborts itself leaves the others alone", async (t) => {
  const { listener, lines } = notes();
  const dead = new DrillError("PLIMSOLL_PROCESS_DIED", "money died.");
  const makeRun: MakeRun = async ({ scenario }, abort) => {
    if (scenario.name === "a") abort.abort(dead);
    abort.signal.throwIfAborted();
    return RECORD;
  };
  const abort = new AbortController();
  await runCampaign([planned("a"), planned("b")], { lanes: 2, makeRun, listener, abort });
  t.equal(abort.signal.aborted, false);
  t.ok(lines.includes("done b"));
  t.ok(lines.includes("failed a: money died."));
});

t.test("aborting ends the runs, begins no other, and throws the reason", async (t) => {
  const { listener, lines } = notes();
  const held = heldRuns();
  const abort = new AbortController();
  const campaign = runCampaign([planned("a"), planned("b"), planned("c")], {
    lanes: 2,
    makeRun: held.makeRun,
    listener,
    abort,
  });
  await settle();
  const reason = new DrillError("PLIMSOLL_INTERRUPTED", "Interrupted by SIGINT.");
  abort.abort(reason);
  await t.rejects(campaign, reason);
  t.same(held.running(), []);
  t.same(lines, ["start a"], "neither a failure nor another try");
});

t.test("a run that was whole when the campaign was aborted is kept", async (t) => {
  const { listener, lines } = notes();
  const abort = new AbortController();
  const makeRun: MakeRun = async () => {
    abort.abort(new DrillError("PLIMSOLL_INTERRUPTED", "Interrupted."));
    return RECORD;
  };
  const campaign = runCampaign([planned("a"), planned("b")], {
    lanes: 1,
    makeRun,
    listener,
    abort,
  });
  await t.rejects(campaign, { code: "PLIMSOLL_INTERRUPTED" });
  t.same(lines, ["start a", "done a"]);
});

t.test("a result that cannot be kept ends the campaign and is made no second time", async (t) => {
  const { listener, lines } = notes();
  const held = heldRuns();
  const full = new Error("ENOSPC: no space left on device");
  const onDone = (): void => {
    throw full;
  };
  const campaign = runCampaign([planned("a"), planned("b"), planned("c")], {
    lanes: 2,
    makeRun: held.makeRun,
    listener: { ...listener, onDone },
    abort: new AbortController(),
  });
  await settle();
  held.started("a");
  await settle();
  held.ended("a");
  await t.rejects(campaign, full);
  t.same(held.running(), []);
  t.same(lines, ["start a", "start b"]);
});

t.test("a campaign with nothing left to make ends at once", async (t) => {
  const { listener, lines } = notes();
  const { makeRun } = heldRuns();
  await runCampaign([], { lanes: 3, makeRun, listener, abort: new AbortController() });
  t.same(lines, []);
});
