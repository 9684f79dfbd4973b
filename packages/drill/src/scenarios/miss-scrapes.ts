import { setTimeout as delay } from "node:timers/promises";
import { inBackground } from "../fault/money-fault.ts";
import type { Begin } from "../scenario/scenario.ts";
import type { Instance } from "../stack/fleet.ts";
import type { Stack } from "../stack/stack.ts";

const GAP_SECONDS = 25;
const BETWEEN_SECONDS = 60;
const GAPS = 2;

/** Prometheus loses its targets for a while, as when the network to it fails: no sample, and a mark that the series ended. */
export function missScrapes(
  gapSeconds: number = GAP_SECONDS,
  betweenSeconds: number = BETWEEN_SECONDS,
): Begin {
  return inBackground(
    async ({ fleet, folder }, signal) => {
      const [instance] = fleet.instances();
      if (!instance) throw new Error("scrape-gap: no instance");
      for (let gap = 0; gap < GAPS; gap += 1) {
        folder.writeTargets(instance.name, [], { job: "money" });
        await delay(gapSeconds * 1000, undefined, { signal });
        findAgain(folder, instance);
        await delay(betweenSeconds * 1000, undefined, { signal });
      }
    },
    async ({ fleet, folder }) => {
      for (const instance of fleet.instances()) findAgain(folder, instance);
    },
  );
}

function findAgain(folder: Stack["folder"], { name, metricsUrl }: Instance): void {
  folder.writeTargets(name, [new URL(metricsUrl).host], { job: "money" });
}
