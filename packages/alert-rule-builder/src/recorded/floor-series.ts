import { type RecordedSeries, series } from "./series.ts";

/** Keys of the group `plimsoll-pool-floor`. */
export type FloorKey = "floor" | "floorForecast";

/** What is held even in the quietest moments. */
export const FLOOR_SERIES: Readonly<Record<FloorKey, RecordedSeries>> = {
  floor: series(
    "plimsoll:pool_floor:min2m",
    "0..1",
    "Lowest saturation of two minutes: what is held even in the quietest moment.",
  ),
  floorForecast: series(
    "plimsoll:pool_floor_forecast:bool",
    "0 or 1",
    "1 when the trend of that floor fills the pool within 10 minutes.",
  ),
};
