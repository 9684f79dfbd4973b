import { readFileSync } from "node:fs";
import { GOLDEN_SCRAPE } from "../repository.ts";

const GOLDEN = readFileSync(GOLDEN_SCRAPE, "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"));

/** The pool of the golden scrape that the replay lets leak. */
export const POOL: string =
  /^plimsoll_pool_leak_suspects\{.*pool_name="([^"]*)"/m.exec(GOLDEN.join("\n"))?.[1] ?? "";

/** Whose pool leaks in the replay, and whose is fine. */
export const LEAKING = "leaking";
export const FINE = "fine";

/** What k6 writes during a drill, for the panels that show its view. */
const LOAD = [
  `k6_http_reqs_total{name="GET /accounts"}`,
  `k6_user_errors_total{reason="slow"}`,
  `k6_http_req_duration_p95{}`,
  `k6_http_req_duration_max{}`,
];

/**
 * The golden scrape as two services would serve it `seconds` after they began: gauges as they were, counters and buckets that
 * grow. One of the services leaks.
 */
export function replay(seconds: number): string {
  const services = [LEAKING, FINE].flatMap((service) =>
    GOLDEN.map((line) =>
      sample(line.replace(/service_name="[^"]*"/, `service_name="${service}"`), seconds),
    ),
  );
  return [...services, ...LOAD.map((series) => sample(`${series} 1`, seconds)), ""].join("\n");
}

function sample(line: string, seconds: number): string {
  const at = line.lastIndexOf(" ");
  const series = line.slice(0, at);
  const value = Number(line.slice(at + 1));
  if (/^\w+_(?:total|bucket|sum|count)\{/.test(series) && !series.includes("connection_count{")) {
    return `${series} ${(value * (1 + seconds)) / 10}`;
  }
  if (series.startsWith("plimsoll_pool_leak_suspects{") && series.includes(`pool_name="${POOL}"`)) {
    return `${series} ${series.includes(LEAKING) ? 5 : 0}`;
  }
  return `${series} ${value}`;
}
