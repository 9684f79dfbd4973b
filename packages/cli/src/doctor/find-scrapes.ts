import { type Finding, warning } from "./finding.ts";
import type { Sight } from "./sight.ts";

/** The rules' windows are made for samples this far apart, or closer. Docs: `rateWindowSeconds`, `freshSeconds`. */
export const MOST_GAP_SECONDS = 15;

/** Clocks and scrapes jitter. */
const SLACK_SECONDS = 2;

/** What is wrong with how the samples come. */
export function findScrapes({ gaps, targets, pools }: Sight): readonly Finding[] {
  const slow = [...gaps]
    .filter(([, seconds]) => seconds > MOST_GAP_SECONDS + SLACK_SECONDS)
    .map(([job, seconds]) => warning("SCRAPE_SLOW", { seconds: Math.round(seconds) }, job));
  const jobs = new Set(pools.map(({ job }) => job));
  const down = (targets ?? [])
    .filter(({ labels, health }) => jobs.has(labels["job"]) && health === "down")
    .map(({ labels, lastError }) =>
      warning("TARGET_DOWN", { lastError }, `${labels["job"]}/${labels["instance"]}`),
    );
  return [...slow, ...down];
}
