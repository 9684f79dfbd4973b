import type { FaultSettings } from "@plimsoll/reference-app";
import type { Begin } from "../scenario/scenario.ts";

/** A fault in Money's own code, in every instance, all at once. */
export function moneyFault(settings: Partial<FaultSettings>): Begin {
  return async ({ fleet }) => {
    await fleet.setFaults(settings);
    return () => fleet.setFaults({});
  };
}
