import { PoolRegistry } from "./pool-registry.ts";
import { replayableClock } from "./replayable-clock.ts";

/** The pools of this process: one list, whoever found them and whoever reads it. */
export const poolRegistry: PoolRegistry = new PoolRegistry({ clock: replayableClock });
