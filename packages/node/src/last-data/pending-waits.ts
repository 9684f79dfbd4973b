import { poolRegistry } from "@plimsoll/pool-observer";
import type { LastSource } from "./last-source.ts";

/**
 * Requests that wait for a connection when the process ends: nobody will see their end, and their spans are to be there. Has nothing to send itself; it
 * comes before the source of spans.
 */
export const pendingWaits: LastSource = {
  signal: "TRACES",
  prepare: async () => poolRegistry.tellPendingWaits(),
  take: () => {
    poolRegistry.tellPendingWaits();
    return [];
  },
};
