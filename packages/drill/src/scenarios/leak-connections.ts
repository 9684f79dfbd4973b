import type { Begin } from "../scenario/scenario.ts";
import type { Fleet } from "../stack/fleet.ts";

/**
 * Every `leakEvery`-th transfer keeps its connection. What is lost stays lost until its process ends, so the fault is ended by new
 * processes without the leak; the plan needs a balancer.
 */
export function leakConnections(leakEvery: number): Begin {
  return async ({ fleet }) => {
    await fleet.setFaults({ leakEvery });
    return () => startAnew(fleet);
  };
}

/** Replaces every instance by one without a fault. */
export async function startAnew(fleet: Fleet): Promise<void> {
  await fleet.setFaults({});
  for (const instance of fleet.instances()) {
    await fleet.add();
    await fleet.remove(instance);
  }
}
