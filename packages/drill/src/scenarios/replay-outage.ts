import { setTimeout as delay } from "node:timers/promises";
import { endSessions } from "../fault/end-sessions.ts";
import { inBackground } from "../fault/money-fault.ts";
import type { Begin } from "../scenario/scenario.ts";
import { startAnew } from "./leak-connections.ts";

/** After the fault: by then users are harmed. */
const SCALE_OUT_SECONDS = 140;
const END_SESSIONS_SECONDS = 230;

/**
 * The leak of the post-mortem, and its mitigations in their order. Scaling out buys as long as the new pool lasts; a restart of the
 * database ends every session, which gives the pool of Money nothing back: it still counts each as held. The fault is ended by
 * what does help, new processes without the leak.
 */
export function replayOutage(leakEvery: number): Begin {
  return inBackground(
    async ({ fleet, database }, signal) => {
      await fleet.setFaults({ leakEvery });
      await delay(SCALE_OUT_SECONDS * 1000, undefined, { signal });
      await fleet.add();
      const rest = END_SESSIONS_SECONDS - SCALE_OUT_SECONDS;
      await delay(rest * 1000, undefined, { signal });
      await endSessions(database.url, database.adminUrl);
    },
    ({ fleet }) => startAnew(fleet),
  );
}
