import { POOL_LABELS } from "../pool-labels.ts";
import {
  aggregate,
  binary,
  call,
  chain,
  type Expression,
  literal,
  offset,
  over,
} from "../promql.ts";
import { recorded, type RecordedKey } from "../recorded.ts";
import type { Thresholds } from "../thresholds.ts";

/** Whether the use of a pool, or what is left of it in the quietest moments, rises in a line that fills it. Dense 0 and 1. */
export function forecastRecordings(
  thresholds: Thresholds,
): Readonly<Record<"forecast" | "floor" | "floorForecast", Expression>> {
  const saturation = recorded("saturation");
  return {
    forecast: orCalm(useRunsOut(thresholds)),
    floor: call("min_over_time", over(saturation, thresholds.floorSeconds)),
    floorForecast: orCalm(floorRunsOut(thresholds)),
  };
}

function orCalm(condition: Expression): Expression {
  const calm = binary(0, "*", recorded("limit"));
  return binary(aggregate("group", POOL_LABELS, condition), "or", calm);
}

/** The trend fills the pool within the forecast. `predict_linear` is content with two samples, hence the last condition. */
function useRunsOut(thresholds: Thresholds): Expression {
  const saturation = recorded("saturation");
  const long = thresholds.forecastLongWindowSeconds;
  const short = thresholds.forecastShortWindowSeconds;
  return chain(
    "and",
    binary(saturation, ">", thresholds.forecastFloor),
    fills("saturation", long, thresholds.forecastSeconds),
    fills("saturation", short, thresholds.forecastSeconds),
    isLine("saturation", long, thresholds),
    isLine("saturation", short, thresholds),
    offset(saturation, long),
  );
}

/**
 * What is held even in the quietest moments of two minutes grows: connections that do not come back, at whatever traffic. Swings
 * of the demand are not in it, so it may look further ahead than the use itself.
 */
function floorRunsOut(thresholds: Thresholds): Expression {
  const floor = recorded("floor");
  const window = thresholds.floorWindowSeconds;
  return chain(
    "and",
    binary(floor, ">", thresholds.floorLevel),
    fills("floor", window, thresholds.floorForecastSeconds),
    isLine("floor", window, thresholds),
    binary(call("deriv", over(floor, thresholds.forecastLongWindowSeconds)), ">", 0),
    offset(floor, window),
  );
}

function fills(key: RecordedKey, window: number, seconds: number): Expression {
  return binary(call("predict_linear", over(recorded(key), window), seconds), ">", 1);
}

/**
 * A straight line explains the values of the window. A window of five minutes alone takes a jump in its middle for a line (R²
 * 0.75); in one of two a jump is over after a minute. R² is slope² · window² / 12, the variance along the line, over the
 * whole variance. Worked: a rise of 0.3 in 300 s has 0.001² · 300² / 12 = 0.0075 on the line.
 */
export function isLine(key: RecordedKey, window: number, thresholds: Thresholds): Expression {
  const values = over(recorded(key), window);
  const slope = call("deriv", values);
  return binary(
    chain("*", slope, slope, literal(window ** 2 / 12)),
    ">",
    binary(thresholds.forecastFit, "*", call("stdvar_over_time", values)),
  );
}
