import type { Begin, ScenarioLoad } from "../scenario/scenario.ts";

/** Longer than any run: the load is ended with the fault. */
const SECONDS = 900;

/** The fault is a load: more users than before. */
export function extraLoad(load: ScenarioLoad): Begin {
  return async ({ addLoad, processes }) => {
    const { child } = await addLoad({ ...load, seconds: SECONDS });
    return () => processes.stop(child);
  };
}
