import { ATTRIBUTE, POOL_METRICS, prometheusLabel, prometheusName } from "@plimsoll/catalog";
import { perPool, perProcess, POOL_LABELS } from "../pool-labels.ts";
import {
  aggregate,
  binary,
  call,
  chain,
  type Expression,
  literal,
  manyToOne,
  offset,
  over,
  selector,
} from "../promql.ts";
import { recorded, type RecordedKey } from "../recorded.ts";
import { sustained } from "../sustained.ts";
import type { Thresholds } from "../thresholds.ts";
import { attributeIs, GRANTED, limitPerProcess, newest, shareOfLimit } from "./inputs.ts";

type Key = "lateRatio" | "verdict" | "stalled" | "forecast" | "pressure" | "pressed";

/** Whether requests have to wait, or soon will. Dense 0 and 1, so that persistence can be counted. */
export function pressureRecordings(
  thresholds: Thresholds,
): Readonly<Record<Key & RecordedKey, Expression>> {
  const calm = binary(0, "*", recorded("limit"));
  const isForecast = binary(recorded("forecast"), "==", 1);
  return {
    lateRatio: shareOfLimit(lateInstance(thresholds), thresholds),
    verdict: verdict(thresholds),
    stalled: binary(
      shareOfLimit(stalledInstance(thresholds), thresholds),
      "> bool",
      thresholds.instanceShare,
    ),
    forecast: binary(aggregate("group", POOL_LABELS, runsOut(thresholds)), "or", calm),
    pressure: binary(
      aggregate(
        "group",
        POOL_LABELS,
        chain("or", waits(thresholds), isLate(thresholds), isForecast),
      ),
      "or",
      calm,
    ),
    pressed: aggregate("group", POOL_LABELS, isPressed(thresholds)),
  };
}

// A sum and a quotient: `avg` adds up rounding errors, and one of ten would now and then be more than a tenth.
function verdict(thresholds: Thresholds): Expression {
  const named = binary(newest(POOL_METRICS.cause, thresholds.freshSeconds), "==", 1);
  const perCause = perPool("sum", named, [prometheusLabel(ATTRIBUTE.cause)]);
  return manyToOne(perCause, "/", recorded("instances"), POOL_LABELS);
}

function isPressed(thresholds: Thresholds): Expression {
  return chain(
    "or",
    sustained("pressure", thresholds.sustainedSeconds),
    sustained("stalled", thresholds.stalledSeconds),
  );
}

/** Pools in which requests have to wait now, whatever the forecast says. */
export function makesWait(thresholds: Thresholds): Expression {
  return aggregate("group", POOL_LABELS, chain("or", waits(thresholds), isLate(thresholds)));
}

/** Somebody waits most of the time, and for long. A product, not a quotient: in a total stall nothing starts either. */
function waits(thresholds: Thresholds): Expression {
  return chain(
    "and",
    binary(recorded("waitingShare"), ">", thresholds.waitingShare),
    binary(recorded("queue"), ">", binary(thresholds.waitSeconds, "*", recorded("demand"))),
  );
}

function isLate(thresholds: Thresholds): Expression {
  return binary(recorded("lateRatio"), ">", thresholds.instanceShare);
}

/** The trend fills the pool within the forecast. `predict_linear` is content with two samples, hence the last condition. */
function runsOut(thresholds: Thresholds): Expression {
  const saturation = recorded("saturation");
  const forecast = (seconds: number): Expression => {
    const trend = call("predict_linear", over(saturation, seconds), thresholds.forecastSeconds);
    return binary(trend, ">", 1);
  };
  return chain(
    "and",
    binary(saturation, ">", thresholds.forecastFloor),
    forecast(thresholds.forecastLongWindowSeconds),
    forecast(thresholds.forecastShortWindowSeconds),
    isLine(thresholds.forecastLongWindowSeconds, thresholds),
    isLine(thresholds.forecastShortWindowSeconds, thresholds),
    offset(saturation, thresholds.forecastLongWindowSeconds),
  );
}

/**
 * A straight line explains the saturation of the window. The long one alone takes a jump in its middle for a line (R² 0.75);
 * in the short one a jump is over after a minute. R² is slope² · window² / 12, the variance along the line, over the
 * whole variance. Worked: a rise of 0.3 in 300 s has 0.001² · 300² / 12 = 0.0075 on the line.
 */
export function isLine(window: number, thresholds: Thresholds): Expression {
  const saturation = over(recorded("saturation"), window);
  const slope = call("deriv", saturation);
  return binary(
    chain("*", slope, slope, literal(window ** 2 / 12)),
    ">",
    binary(thresholds.forecastFit, "*", call("stdvar_over_time", saturation)),
  );
}

function lateInstance(thresholds: Thresholds): Expression {
  const timeout = perProcess(
    "max",
    newest(POOL_METRICS.acquireTimeoutSeconds, thresholds.rateWindowSeconds),
  );
  // Where the timeout is not above 0 it is 0, so this is the patience alone, under the same labels.
  const patience = binary(timeout, "+", thresholds.patienceSeconds);
  const allowed = binary(binary(timeout, ">", 0), "or", patience);
  return binary(
    oldestWaiter(thresholds),
    "> bool",
    binary(thresholds.lateShareOfTimeout, "*", allowed),
  );
}

function stalledInstance(thresholds: Thresholds): Expression {
  const pending = perProcess("sum", newest(POOL_METRICS.pendingRequests, thresholds.freshSeconds));
  const requests = selector(prometheusName(POOL_METRICS.requests), GRANTED);
  const grants = perProcess("sum", call("irate", over(requests, thresholds.grantWindowSeconds)));
  const served = binary(grants, "or", binary(0, "*", pending));
  return chain(
    "*",
    binary(oldestWaiter(thresholds), "> bool", thresholds.stalledWaiterSeconds),
    binary(pending, "> bool", binary(thresholds.stalledDrainSeconds, "*", served)),
    binary(
      limitPerProcess(thresholds),
      "> bool",
      binary(thresholds.stalledHoldSeconds, "*", served),
    ),
  );
}

function oldestWaiter(thresholds: Thresholds): Expression {
  const waiter = attributeIs("of", "waiter");
  return perProcess("max", newest(POOL_METRICS.oldestSeconds, thresholds.freshSeconds, waiter));
}
