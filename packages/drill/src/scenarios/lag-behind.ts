import { setTimeout as delay } from "node:timers/promises";
import { inBackground } from "../fault/money-fault.ts";
import type { Begin } from "../scenario/scenario.ts";
import { withClient } from "../with-client.ts";

const WRITE_MS = 1000;

/** The standby shows nothing new while the primary goes on writing: without writes there would be nothing to be late with. */
export const lagBehind: Begin = inBackground(
  async (stack, signal) => {
    const servers = stack.standby();
    await servers.pauseReplay();
    await withClient(servers.primary.url, async (client) => {
      while (!signal.aborted) {
        await client.query("UPDATE accounts SET name = name WHERE id = 1");
        await delay(WRITE_MS, undefined, { signal });
      }
    });
  },
  (stack) => stack.standby().resumeReplay(),
);
