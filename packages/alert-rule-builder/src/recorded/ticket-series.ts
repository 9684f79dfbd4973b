import { ATTRIBUTE, prometheusLabel } from "@plimsoll/catalog";
import { type RecordedSeries, series } from "./series.ts";

/** Keys of the group `plimsoll-pool-tickets`. */
export type TicketKey =
  | "slowWaits"
  | "peakRatio"
  | "openTransactions"
  | "findings"
  | "amplification";

/** What can wait for working hours. */
export const TICKET_SERIES: Readonly<Record<TicketKey, RecordedSeries>> = {
  slowWaits: series(
    "plimsoll:pool_slow_waits:rate5m",
    "requests/s",
    "Acquires that waited for longer than 50 ms, or were given up.",
  ),
  peakRatio: series(
    "plimsoll:pool_peak:ratio_max",
    "0..1",
    "Most connections used at any moment over the limit, of the instance where that is highest.",
  ),
  openTransactions: series(
    "plimsoll:pool_open_transactions:increase5m",
    "connections",
    "Connections given back while in a transaction.",
  ),
  findings: series(
    "plimsoll:pool_config_findings:max",
    "0 or 1",
    "1 for each rule that finds something in the pool's settings; absent for the others.",
    [prometheusLabel(ATTRIBUTE.rule)],
  ),
  amplification: series(
    "plimsoll:pool_acquires_per_request:growth",
    "ratio",
    "Acquires per HTTP request over their baseline, as for demand; absent without history.",
  ),
};
