import { ATTRIBUTE, prometheusLabel } from "@plimsoll/catalog";
import { forDashboards, type RecordedSeries } from "./series.ts";

/** Keys of the group `plimsoll-dashboards-queries`. */
export type QueryKey = "queryBuckets" | "querySeconds" | "queryErrors";

const SUMMARY = prometheusLabel(ATTRIBUTE.querySummary);

/** What only panels read of queries. */
export const QUERY_SERIES: Readonly<Record<QueryKey, RecordedSeries>> = {
  queryBuckets: forDashboards(
    "plimsoll:query_bucket:rate1m",
    "queries/s",
    "Finished queries, in the histogram's buckets. No pool label where the connection is no pool's, as the next two.",
    [SUMMARY, "le"],
  ),
  querySeconds: forDashboards(
    "plimsoll:query_seconds:rate1m",
    "queries",
    "Seconds of query time per second: how many such queries run at a time on average.",
    [SUMMARY],
  ),
  queryErrors: forDashboards(
    "plimsoll:query_errors:rate1m",
    "queries/s",
    "Failed queries, by SQLSTATE or errno; absent where there is none.",
    [SUMMARY, prometheusLabel(ATTRIBUTE.errorType)],
  ),
};
