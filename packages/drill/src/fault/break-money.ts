import type { FaultSettings } from "@plimsoll/reference-app";
import { switchFault } from "../stack/switch-fault.ts";

/** Name of a fault in Money's own code: that of its scenario. */
export type MoneyFault =
  | "leak"
  | "held-idle"
  | "idle-in-transaction"
  | "slow-query"
  | "nested-acquire"
  | "event-loop-block"
  | "open-transaction";

/** What is switched on in Money for each. */
const SETTINGS: Readonly<Record<MoneyFault, Partial<FaultSettings>>> = {
  /** Every third transfer keeps its connection for ever. */
  leak: { leakEvery: 3 },
  /** Each transfer calls another service for 1.5 s inside of its transaction. */
  "held-idle": { outsideCallMs: 1500 },
  /** A transfer stays in its transaction for ten minutes, over an outside call. */
  "idle-in-transaction": { outsideCallMs: 600_000 },
  /** The report's statement takes 4 s longer. */
  "slow-query": { slowReportSeconds: 4 },
  /** Each transfer asks for a second connection while it holds one, after a call in which others come as far. */
  "nested-acquire": { nestedAcquire: 1, outsideCallMs: 300 },
  /** Each transfer computes for 0.3 s. */
  "event-loop-block": { blockLoopMs: 300 },
  /** Every third transfer gives its connection back without COMMIT. */
  "open-transaction": { forgetCommitEvery: 3 },
};

/**
 * Switches one fault of the Money at `appUrl` on.
 *
 * @returns a function that switches it off; what it has broken by then stays broken
 */
export async function breakMoney(
  appUrl: string,
  fault: MoneyFault,
  signal: AbortSignal,
): Promise<() => Promise<void>> {
  await switchFault(appUrl, SETTINGS[fault], signal);
  return () => switchFault(appUrl, {}, signal);
}
