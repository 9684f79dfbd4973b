import { setTimeout as delay } from "node:timers/promises";
import { inBackground } from "../fault/money-fault.ts";
import type { Begin } from "../scenario/scenario.ts";

const GAP_SECONDS = 25;
const BETWEEN_SECONDS = 60;
const GAPS = 2;

/** Prometheus loses its targets for a while, as when the network to it fails: no sample, and a mark that the series ended. */
export const missScrapes: Begin = inBackground(
  async ({ fleet, folder }, signal) => {
    const [instance] = fleet.instances();
    if (!instance) throw new Error("scrape-gap: no instance");
    const target = new URL(instance.metricsUrl).host;
    for (let gap = 0; gap < GAPS; gap += 1) {
      folder.writeTargets(instance.name, [], { job: "money" });
      await delay(GAP_SECONDS * 1000, undefined, { signal });
      folder.writeTargets(instance.name, [target], { job: "money" });
      await delay(BETWEEN_SECONDS * 1000, undefined, { signal });
    }
  },
  async () => {},
);
