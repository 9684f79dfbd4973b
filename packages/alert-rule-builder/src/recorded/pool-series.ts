import { ATTRIBUTE, prometheusLabel } from "@plimsoll/catalog";
import { type RecordedSeries, series } from "./series.ts";

/** Keys of the group `plimsoll-pool`. */
export type PoolKey =
  | "suspectsMax"
  | "suspectsRatioMax"
  | "lateRatio"
  | "severe"
  | "verdict"
  | "stalled"
  | "forecast"
  | "pressure"
  | "pressed";

/** What decides when a page is sent. */
export const POOL_SERIES: Readonly<Record<PoolKey, RecordedSeries>> = {
  suspectsMax: series(
    "plimsoll:pool_leak_suspects:max",
    "connections",
    "Leak suspects of the instance that has most of them.",
  ),
  suspectsRatioMax: series(
    "plimsoll:pool_leak_suspects:ratio_max",
    "0..1",
    "Leak suspects over the limit, of the instance where that is worst.",
  ),
  lateRatio: series(
    "plimsoll:pool_late:ratio",
    "0..1",
    "Share of the limit on instances whose oldest waiter has used a fifth of its acquire timeout.",
  ),
  severe: series(
    "plimsoll:pool_severe:bool",
    "0 or 1",
    "1 when the oldest waiter has used half of its acquire timeout on over a tenth of the limit.",
  ),
  verdict: series(
    "plimsoll:pool_cause:ratio",
    "0..1",
    "Share of the instances whose own verdict on why the pool is short is this cause; absent where none says so.",
    [prometheusLabel(ATTRIBUTE.cause)],
  ),
  stalled: series(
    "plimsoll:pool_stalled:bool",
    "0 or 1",
    "1 when waiters exist and next to nothing is granted on a tenth of the limit.",
  ),
  forecast: series(
    "plimsoll:pool_forecast:bool",
    "0 or 1",
    "1 when the trend of the use fills the pool within 5 minutes.",
  ),
  pressure: series(
    "plimsoll:pool_pressure:bool",
    "0 or 1",
    "1 when the pool makes requests wait, or is forecast to run out within 5 minutes.",
  ),
  pressed: series(
    "plimsoll:pool_pressed:bool",
    "1",
    "1 when pressure has held for 30 s, or a stall or a severe wait for 15 s; absent otherwise.",
  ),
};
