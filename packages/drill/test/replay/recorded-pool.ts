import { ATTRIBUTE, POOL_METRICS, prometheusLabel, prometheusName } from "@plimsoll/catalog";
import type { RecordingLine } from "../../src/replay/recording-lines.ts";

/** What the recorder of one instance saw. Unix seconds. */
interface RecordedPool {
  readonly from: number;
  readonly seconds: number;
  /** From then on three times the requests come, and the oldest waiter is 3 s old. @default never */
  readonly surgeAt?: number;
  /** Seconds without an answer. @default none */
  readonly missing?: (at: number) => boolean;
}

const HOLD_SECONDS = 0.02;
const LABELS = {
  db_client_connection_pool_name: "money",
  service_name: "money",
  service_instance_id: "id-1",
  deployment_environment_name: "drill",
};
const OF = prometheusLabel(ATTRIBUTE.of);

/** A pool of 10 that is asked for 2 connections each second and holds each for 0.02 s, as a recording's lines. */
export function recordedPool({
  from,
  seconds,
  surgeAt = Infinity,
  missing,
}: RecordedPool): RecordingLine[] {
  const series: [number, string, Record<string, string>][] = [
    [0, prometheusName(POOL_METRICS.limit), LABELS],
    [1, prometheusName(POOL_METRICS.acquireTimeoutSeconds), LABELS],
    [2, prometheusName(POOL_METRICS.requestsStarted), LABELS],
    [3, prometheusName(POOL_METRICS.usedSeconds), LABELS],
    [4, prometheusName(POOL_METRICS.requests), { ...LABELS, outcome: "idle" }],
    [5, prometheusName(POOL_METRICS.oldestSeconds), { ...LABELS, [OF]: "waiter" }],
  ];
  const scrapes = Array.from({ length: seconds }, (_, index): RecordingLine => {
    const at = from + index;
    if (missing?.(at)) return { at, from: 0, values: null };
    const requests = 2 * index + 4 * Math.max(0, at - surgeAt);
    const values = [10, 5, requests, requests * HOLD_SECONDS, requests, at >= surgeAt ? 3 : 0];
    return {
      at,
      from: 0,
      ...(index === 0 && { series }),
      values: values.flatMap((value, id) => [id, value]),
    };
  });
  const labels = { job: "money", instance: "127.0.0.1:9464" };
  return [{ target: 0, url: "http://127.0.0.1:9464/metrics", labels }, ...scrapes];
}
