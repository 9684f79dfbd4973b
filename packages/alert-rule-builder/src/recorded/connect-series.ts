import { ATTRIBUTE, prometheusLabel } from "@plimsoll/catalog";
import { type RecordedSeries, series } from "./series.ts";

/** Keys of the group `plimsoll-pool-connect`. */
export type ConnectKey = "connectFailures" | "connectFailing" | "connectRefused" | "readOnly";

/** What the server refuses. */
export const CONNECT_SERIES: Readonly<Record<ConnectKey, RecordedSeries>> = {
  connectFailures: series(
    "plimsoll:pool_connect_failures:rate1m",
    "failures/s",
    "Connections that could not be opened, by SQLSTATE or errno; absent where there is none.",
    [prometheusLabel(ATTRIBUTE.errorType)],
  ),
  connectFailing: series(
    "plimsoll:pool_connect_failing:bool",
    "0 or 1",
    "1 when on a tenth of the limit at least as many connects fail as succeed, for another reason than 53300.",
  ),
  connectRefused: series(
    "plimsoll:pool_connect_refused:bool",
    "0 or 1",
    "1 when on a tenth of the limit the server refuses at least as many connects as succeed: too many connections (53300).",
  ),
  readOnly: series(
    "plimsoll:pool_read_only:bool",
    "0 or 1",
    "1 when writes fail now because the server is read-only (25006).",
  ),
};
