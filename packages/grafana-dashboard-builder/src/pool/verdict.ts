import { POOL_METRICS, UPSTREAM_METRICS } from "@plimsoll/catalog";
import { COLOR } from "../colors.ts";
import type { Row } from "../layout.ts";
import type { PlacedPanel } from "../panel.ts";
import { stat } from "../panels/stat.ts";
import { ofPool, ofService, rate, recorded } from "../promql.ts";
import { firingAlerts, namedCause, whatNext } from "./alerts.ts";

const HTTP = UPSTREAM_METRICS.httpServerRequestDuration;
const ALL_HTTP = `sum(${rate(ofService(HTTP, "_count"))})`;
const HURT_LINE = { width: 4, height: 4 };

/** HTTP responses per second that failed; 0 and not empty where none ever did. */
export const FAILED_HTTP: string = `(sum(${rate(ofService(HTTP, "_count", 'http_response_status_code=~"5.."'))}) or 0 * ${ALL_HTTP})`;

/** HTTP responses per second that took over 1 s. Prometheus 3 writes the bound 1 as "1.0". */
export const SLOW_HTTP: string = `${ALL_HTTP} - sum(${rate(ofService(HTTP, "_bucket", 'le=~"1|1[.]0"'))})`;

/** HTTP responses per second. */
export const HTTP_RATE: string = ALL_HTTP;

/** Ten seconds: are users hurt, is the pool short, what is the cause, what is next. */
export const VERDICT: Row = {
  id: 100,
  title: "Verdict: are users hurt, and is it the pool?",
  lines: [
    [...usersHurt(), ...poolShort()],
    [namedCause(), firingAlerts(), whatNext()],
  ],
};

function usersHurt(): PlacedPanel[] {
  const noTraffic = "the service answered no HTTP request";
  return [
    stat({
      id: 101,
      title: "HTTP errors",
      shows:
        "Share of the service's HTTP responses with status 5xx. A request that still hangs is not in it.",
      bad: "anything above 0.1 %; red from 1 %: users see errors.",
      act: "read the panels to the right: when they are green, the pool is not the reason.",
      ...HURT_LINE,
      unit: "percentunit",
      decimals: 2,
      query: { expr: `${FAILED_HTTP} / (${ALL_HTTP} > 0)`, emptyMeans: noTraffic },
      steps: [
        [0.001, COLOR.waiting],
        [0.01, COLOR.hurt],
      ],
      noValue: "no traffic",
    }),
    stat({
      id: 102,
      title: "HTTP over 1 s",
      shows:
        "Share of the service's HTTP responses that took more than 1 s. A request that still hangs is not in it.",
      bad: "above 1 %; red from 5 %: users wait.",
      act: "compare with the oldest waiter: if that is near 0, the time is lost outside the pool.",
      ...HURT_LINE,
      unit: "percentunit",
      decimals: 2,
      query: { expr: `(${SLOW_HTTP}) / (${ALL_HTTP} > 0)`, emptyMeans: noTraffic },
      steps: [
        [0.01, COLOR.waiting],
        [0.05, COLOR.hurt],
      ],
      noValue: "no traffic",
    }),
  ];
}

function poolShort(): PlacedPanel[] {
  return [usedOfLimit(), waiters(), oldestWaiter(), leakSuspects()];
}

function usedOfLimit(): PlacedPanel {
  return stat({
    id: 103,
    title: "Used of the limit",
    shows:
      "Mean share of the limit in use over the last minute, exact whatever the scrape interval.",
    bad: "above 90 % together with waiters. High use alone hurts nobody.",
    act: "look at waiters and at the oldest waiter before you judge.",
    ...HURT_LINE,
    unit: "percentunit",
    decimals: 0,
    query: { expr: recorded("saturation") },
    steps: [
      [0.7, COLOR.demand],
      [0.9, COLOR.waiting],
    ],
  });
}

function waiters(): PlacedPanel {
  return stat({
    id: 104,
    title: "Waiters",
    shows: "Requests that wait for a connection at this moment.",
    bad: "more than 0 at one look after another; a single one is normal in a busy pool.",
    act: "read the named cause below; do not scale out before you know it.",
    ...HURT_LINE,
    unit: "none",
    query: { expr: `sum(${ofPool(POOL_METRICS.pendingRequests)})` },
    steps: [[1, COLOR.waiting]],
  });
}

function oldestWaiter(): PlacedPanel {
  return stat({
    id: 105,
    title: "Oldest waiter",
    shows: "How long the request that waits longest has waited. It grows even while nothing moves.",
    bad: "above 0.1 s; red from 1 s: that user feels it now.",
    act: "if it keeps growing, the pool is stalled: see who holds it, and be ready to restart one instance.",
    ...HURT_LINE,
    unit: "s",
    decimals: 1,
    query: { expr: recorded("oldest", 'of="waiter"') },
    steps: [
      [0.1, COLOR.waiting],
      [1, COLOR.hurt],
    ],
  });
}

function leakSuspects(): PlacedPanel {
  return stat({
    id: 106,
    title: "Leak suspects",
    shows:
      "Connections held with no query in flight for longer than the leak threshold (30 s by default).",
    bad: "1 or more, and growing.",
    act: "find their route under Who: that code path does not release its connection.",
    ...HURT_LINE,
    unit: "none",
    query: { expr: `sum(${recorded("suspectsByRoute")}) or sum(0 * ${recorded("limit")})` },
    steps: [[1, COLOR.parked]],
  });
}
