import { COLOR, USE_STEPS } from "../colors.ts";
import type { PlacedPanel } from "../panel.ts";
import { stat } from "../panels/stat.ts";
import { ofPool } from "../promql.ts";
import { EXHAUSTION_STEPS, EXHAUSTION_WORDS } from "../words.ts";

const PLACE = { width: 4, height: 4 };

/** The numbers behind the verdict, of now. */
export const NUMBERS: readonly PlacedPanel[] = [
  stat({
    id: 103,
    title: "Used of the limit",
    shows:
      "Mean share of the limit in use over the last minute, exact whatever the scrape interval.",
    normal: "below the pool's load line (68 % for a limit of 10, 86 % for 50).",
    bad: "above 90 % together with waiters. High use alone hurts nobody.",
    act: "look at waiters and at the oldest waiter before you judge.",
    ...PLACE,
    unit: "percentunit",
    decimals: 0,
    query: { expr: ofPool("saturation") },
    steps: USE_STEPS,
  }),
  stat({
    id: 111,
    title: "Time to full",
    shows: "When the pool will be full if its use rises on as in the last 5 minutes.",
    normal: "not in sight: the use does not rise in a line.",
    bad: "below 5 min. now: it is full, or requests wait.",
    act: "see Why for what rises, while there is time.",
    ...PLACE,
    unit: "dtdurations",
    decimals: 0,
    query: { expr: ofPool("exhaustion") },
    steps: EXHAUSTION_STEPS,
    words: EXHAUSTION_WORDS,
  }),
  stat({
    id: 104,
    title: "Waiters",
    shows: "Requests that wait for a connection at this moment.",
    normal: "0, or a few for moments: one that waits for its own connection to open counts.",
    bad: "more than 0 at one look after another.",
    act: "read why; do not scale out before you know it.",
    ...PLACE,
    unit: "none",
    query: { expr: ofPool("waiters") },
    steps: [[1, COLOR.waiting]],
  }),
  stat({
    id: 105,
    title: "Oldest waiter",
    shows: "How long the request that waits longest has waited. It grows even while nothing moves.",
    normal: "0 s.",
    bad: "above 0.1 s; red from 1 s: that user feels it now.",
    act: "if it keeps growing, the pool is stalled: see who holds it, and be ready to restart one instance.",
    ...PLACE,
    unit: "s",
    decimals: 1,
    query: { expr: ofPool("oldest", 'of="waiter"') },
    steps: [
      [0.1, COLOR.waiting],
      [1, COLOR.hurt],
    ],
  }),
  stat({
    id: 106,
    title: "Leak suspects",
    shows:
      "Connections held with no query in flight for longer than the leak threshold (30 s by default).",
    normal: "0. A slow outside call can be one for a while.",
    bad: "1 or more, and growing.",
    act: "find their route under Who: that code path does not release its connection.",
    ...PLACE,
    unit: "none",
    query: { expr: `sum(${ofPool("suspectsByRoute")}) or sum(0 * ${ofPool("limit")})` },
    steps: [[1, COLOR.parked]],
  }),
  stat({
    id: 114,
    title: "Instances",
    shows: "Processes that have the pool.",
    normal: "what is deployed.",
    bad: "fewer than are deployed: some are down, or we do not see them.",
    act: "open Instances below; the blue annotations say when the number changed.",
    ...PLACE,
    unit: "none",
    query: { expr: ofPool("instances") },
    steps: [],
    base: COLOR.used,
  }),
];
