import type { FaultSettings } from "@plimsoll/reference-app";
import { DrillError } from "../drill-error.ts";

/**
 * Sets Money's faults; what is left out is off.
 * @throws DrillError `PLIMSOLL_RUN_FAILED` when Money does not take them.
 */
export async function switchFault(
  appUrl: string,
  settings: Partial<FaultSettings>,
  signal: AbortSignal,
): Promise<void> {
  const response = await fetch(`${appUrl}/faults`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(settings),
    signal,
  });
  if (response.ok) return;
  throw new DrillError(
    "PLIMSOLL_RUN_FAILED",
    `Money: PUT /faults ${JSON.stringify(settings)} was answered with ${response.status} ${await response.text()}.`,
  );
}
