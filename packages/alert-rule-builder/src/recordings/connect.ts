import {
  ATTRIBUTE,
  POOL_METRICS,
  prometheusLabel,
  prometheusName,
  QUERY_METRICS,
} from "@plimsoll/catalog";
import { perPool, perProcess } from "../pool-labels.ts";
import {
  binary,
  call,
  chain,
  differs,
  equals,
  type Expression,
  type Matcher,
  over,
  selector,
} from "../promql.ts";
import { recorded } from "../recorded.ts";
import type { ConnectKey } from "../recorded/connect-series.ts";
import type { Thresholds } from "../thresholds.ts";
import { attributeIs, limitPerProcess, ofHistogram, rateOf, shareOfLimit } from "./inputs.ts";

const ERROR_TYPE = prometheusLabel(ATTRIBUTE.errorType);

/** SQLSTATE too_many_connections. Source: https://www.postgresql.org/docs/18/errcodes-appendix.html */
const TOO_MANY_CONNECTIONS = "53300";

/** SQLSTATE read_only_sql_transaction. */
const READ_ONLY = "25006";

/** Connects that fail, and writes that a read-only server refuses; each as "still does now", so that a blip of seconds is over. */
export function connectRecordings(
  thresholds: Thresholds,
): Readonly<Record<ConnectKey, Expression>> {
  const failures = rateOf(POOL_METRICS.connectFailures, thresholds);
  const isReadOnly = binary(perPool("sum", readOnlyErrors(thresholds)), "> bool", 0);
  return {
    connectFailures: binary(perPool("sum", failures, [ERROR_TYPE]), ">", 0),
    connectFailing: mostlyFails(differs(ERROR_TYPE, TOO_MANY_CONNECTIONS), thresholds),
    connectRefused: mostlyFails(equals(ERROR_TYPE, TOO_MANY_CONNECTIONS), thresholds),
    readOnly: binary(isReadOnly, "or", binary(0, "*", recorded("limit"))),
  };
}

function readOnlyErrors(thresholds: Thresholds): Expression {
  return ofHistogram(
    "irate",
    QUERY_METRICS.operationDuration,
    "count",
    thresholds.grantWindowSeconds,
    equals(ERROR_TYPE, READ_ONLY),
  );
}

/** 1 where, between the last two scrapes, at least as many connects failed as were opened for a request. */
function mostlyFails(kind: Matcher, thresholds: Thresholds): Expression {
  const now = (metric: "connectFailures" | "requests", matcher: Matcher): Expression => {
    const series = selector(prometheusName(POOL_METRICS[metric]), matcher);
    return perProcess("sum", call("irate", over(series, thresholds.grantWindowSeconds)));
  };
  const failed = now("connectFailures", kind);
  const none = binary(0, "*", limitPerProcess(thresholds));
  const opened = binary(now("requests", attributeIs("outcome", "created")), "or", none);
  const isFailing = chain("*", binary(failed, "> bool", 0), binary(failed, ">= bool", opened));
  return binary(shareOfLimit(isFailing, thresholds), "> bool", thresholds.instanceShare);
}
