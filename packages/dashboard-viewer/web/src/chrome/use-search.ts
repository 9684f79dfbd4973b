import { locationService } from "@grafana/runtime";
import { useSyncExternalStore } from "react";

/** The query of the address, which scenes keeps equal to the variables and the time range. */
export function useSearch(): string {
  return useSyncExternalStore(onNavigation, () => locationService.getLocation().search);
}

function onNavigation(changed: () => void): () => void {
  return locationService.getHistory().listen(changed);
}
