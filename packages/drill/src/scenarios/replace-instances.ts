import { setTimeout as delay } from "node:timers/promises";
import { inBackground } from "../fault/money-fault.ts";
import type { Begin } from "../scenario/scenario.ts";

const EVERY_SECONDS = 25;

/** A deploy: for each instance a new one starts, then the old one stops. At the end it may be halfway: each stays as it is. */
export function replaceInstances(
  env: Readonly<Record<string, string>>,
  everySeconds: number = EVERY_SECONDS,
): Begin {
  return inBackground(
    async ({ fleet }, signal) => {
      for (const instance of fleet.instances()) {
        await fleet.add(env);
        await fleet.remove(instance);
        await delay(everySeconds * 1000, undefined, { signal });
      }
    },
    async () => {},
  );
}
