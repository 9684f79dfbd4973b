import { setTimeout as delay } from "node:timers/promises";
import { inBackground } from "../fault/money-fault.ts";
import type { Begin } from "../scenario/scenario.ts";

const EVERY_SECONDS = 100;
const ADDED = 3;
const PEAK = 90;

/** An autoscaler at work: traffic grows, an instance is added every 100 s, and the sum of their pools grows past the server's limit. */
export const scaleOut: Begin = inBackground(
  async ({ addLoad, fleet }, signal) => {
    await addLoad({ script: "surge", rate: PEAK, env: { RAMP: "400s" }, seconds: 900 });
    for (let count = 0; count < ADDED; count += 1) {
      await delay(EVERY_SECONDS * 1000, undefined, { signal });
      await fleet.add();
    }
  },
  async ({ fleet, loads, processes }) => {
    for (const { name, child } of loads) if (name === "surge") await processes.stop(child);
    for (const instance of fleet.instances().slice(2)) await fleet.remove(instance);
  },
);
