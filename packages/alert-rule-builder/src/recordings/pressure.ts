import { ATTRIBUTE, POOL_METRICS, prometheusLabel, prometheusName } from "@plimsoll/catalog";
import { perPool, perProcess, POOL_LABELS } from "../pool-labels.ts";
import {
  aggregate,
  binary,
  call,
  chain,
  type Expression,
  manyToOne,
  over,
  selector,
} from "../promql.ts";
import { recorded, type RecordedKey } from "../recorded.ts";
import { sustained } from "../sustained.ts";
import type { Thresholds } from "../thresholds.ts";
import { attributeIs, GRANTED, limitPerProcess, newest, shareOfLimit } from "./inputs.ts";

type Key = "lateRatio" | "severe" | "verdict" | "stalled" | "pressure" | "pressed";

/** Whether requests have to wait, or soon will. Dense 0 and 1, so that persistence can be counted. */
export function pressureRecordings(
  thresholds: Thresholds,
): Readonly<Record<Key & RecordedKey, Expression>> {
  const calm = binary(0, "*", recorded("limit"));
  const isForecast = binary(recorded("forecast"), "==", 1);
  return {
    lateRatio: shareOfLimit(lateInstance(thresholds.lateShareOfTimeout, thresholds), thresholds),
    severe: onATenth(lateInstance(thresholds.severeShareOfTimeout, thresholds), thresholds),
    verdict: verdict(thresholds),
    stalled: onATenth(stalledInstance(thresholds), thresholds),
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
    sustained("severe", thresholds.stalledSeconds),
  );
}

/** 1 where `condition`, a 0 or 1 per process, is 1 on more than a tenth of the pool's limit, else 0. */
function onATenth(condition: Expression, thresholds: Thresholds): Expression {
  return binary(shareOfLimit(condition, thresholds), "> bool", thresholds.instanceShare);
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

/** Where the oldest waiter has used more than `share` of its acquire timeout. */
function lateInstance(share: number, thresholds: Thresholds): Expression {
  const timeout = perProcess(
    "max",
    newest(POOL_METRICS.acquireTimeoutSeconds, thresholds.rateWindowSeconds),
  );
  // Where the timeout is not above 0 it is 0, so this is the patience alone, under the same labels.
  const patience = binary(timeout, "+", thresholds.patienceSeconds);
  const allowed = binary(binary(timeout, ">", 0), "or", patience);
  return binary(oldestWaiter(thresholds), "> bool", binary(share, "*", allowed));
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
