import { setTimeout as delay } from "node:timers/promises";
import { inBackground } from "../fault/money-fault.ts";
import type { Begin } from "../scenario/scenario.ts";

const SLOW_MS = 1000;
const SLOW_SECONDS = 20;

/**
 * The trigger of a metastable failure: a database that is slow for 20 s. What keeps the pool down afterwards is the load, so the
 * fault is ended by stopping the clients that retry.
 */
export function triggerRetries(slowSeconds: number = SLOW_SECONDS): Begin {
  return inBackground(
    async ({ fleet }, signal) => {
      await fleet.setFaults({ databaseMs: SLOW_MS });
      await delay(slowSeconds * 1000, undefined, { signal });
      await fleet.setFaults({});
    },
    async ({ fleet, loads, processes }) => {
      await fleet.setFaults({});
      for (const { name, child } of loads) if (name === "retries") await processes.stop(child);
    },
  );
}
