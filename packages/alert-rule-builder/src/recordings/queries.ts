import { ATTRIBUTE, prometheusLabel, QUERY_METRICS } from "@plimsoll/catalog";
import { perPool } from "../pool-labels.ts";
import { binary, differs, type Expression, type Matcher } from "../promql.ts";
import type { QueryKey } from "../recorded/query-series.ts";
import type { Thresholds } from "../thresholds.ts";
import { ofHistogram } from "./inputs.ts";

const SUMMARY = prometheusLabel(ATTRIBUTE.querySummary);
const ERROR_TYPE = prometheusLabel(ATTRIBUTE.errorType);

/** What only panels read of queries. */
export function queryRecordings(thresholds: Thresholds): Readonly<Record<QueryKey, Expression>> {
  const queries = (
    suffix: "bucket" | "count" | "sum",
    more: readonly string[],
    ...matchers: readonly Matcher[]
  ): Expression => {
    const seconds = thresholds.rateWindowSeconds;
    const rate = ofHistogram("rate", QUERY_METRICS.operationDuration, suffix, seconds, ...matchers);
    return perPool("sum", rate, [SUMMARY, ...more]);
  };
  return {
    queryBuckets: queries("bucket", ["le"]),
    querySeconds: queries("sum", []),
    queryErrors: binary(queries("count", [ERROR_TYPE], differs(ERROR_TYPE, "")), ">", 0),
  };
}
