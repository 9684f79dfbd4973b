import type { Screen } from "../demo/screen.ts";
import type { RunStatus } from "../scenario/status.ts";
import { clockTime } from "../timeline/clock-time.ts";
import type { CampaignListener, PlannedRun } from "./campaign.ts";
import { countText, resultText } from "./result-text.ts";
import { runName } from "./run-name.ts";

/** Tells on a screen what a campaign of `total` runs does, of which `done` are done already. */
export function campaignProgress(screen: Screen, total: number, done: number): CampaignListener {
  const running = new Map<PlannedRun, string>();
  let finished = done;
  const show = (): void => {
    const each = [...running].map(([planned, state]) => `${nameOf(planned)} ${state}`);
    screen.status([`${finished}/${total} done`, ...each].join(" | "));
  };
  const print = (planned: PlannedRun, at: number, text: string): void =>
    screen.print(`${clockTime(at)}  ${nameOf(planned).padEnd(28)}${text}`);
  const finish = (planned: PlannedRun, text: string): void => {
    running.delete(planned);
    finished += 1;
    print(planned, Date.now() / 1000, `${text}  (${finished}/${total})`);
    show();
  };
  return {
    onStart(planned, at): void {
      running.set(planned, "starts");
      print(planned, at, `starts: ${planned.scenario.title}`);
    },
    onPhase(planned, phase, at): void {
      running.set(planned, phase);
      if (phase === "fault") print(planned, at, "the fault begins");
    },
    onStatus(planned, status): void {
      running.set(planned, stateText(status));
      show();
    },
    onDone: (planned, { drill }) => finish(planned, resultText(drill)),
    onRetry(planned, reason): void {
      running.delete(planned);
      print(planned, Date.now() / 1000, `once more: ${reason}`);
    },
    onFailed: (planned, reason) => finish(planned, `could not be run: ${reason}`),
  };
}

function nameOf({ scenario, run }: PlannedRun): string {
  return runName(scenario.name, run);
}

function stateText({ phase, seconds, pages }: RunStatus): string {
  return `${phase} +${seconds.toFixed(0)} s${pages > 0 ? `, ${countText(pages, "page")}` : ""}`;
}
