import { COLOR } from "./colors.ts";
import type { Steps } from "./panels/look.ts";

/** Text and colour of a value: `0` or a range. */
export interface ValueWord {
  readonly from: number;
  /** Up to here, itself included; of a single value the same as `from`. */
  readonly to: number | null;
  readonly text: string;
  readonly color: string;
}

/** The words of `plimsoll:pool_state:code`. */
export const STATE_WORDS: readonly ValueWord[] = [
  { from: 0, to: 0, text: "not short", color: COLOR.good },
  { from: 1, to: 1, text: "above its load line", color: COLOR.demand },
  { from: 2, to: 2, text: "about to be full", color: COLOR.waiting },
  { from: 3, to: 3, text: "SHORT: requests wait", color: COLOR.hurt },
  { from: 4, to: 4, text: "STALLED: nothing is granted", color: COLOR.stalled },
];

/** The colours of `plimsoll:pool_exhaustion:seconds`. */
export const EXHAUSTION_STEPS: Steps = [
  [0, COLOR.hurt],
  [300, COLOR.waiting],
  [900, COLOR.demand],
  [3600, COLOR.good],
];

/** The words of `plimsoll:pool_exhaustion:seconds` where a number would say nothing. */
export const EXHAUSTION_WORDS: readonly ValueWord[] = [
  { from: 0, to: 0, text: "now", color: COLOR.hurt },
  { from: 3600, to: null, text: "not in sight", color: COLOR.good },
];

/** The words of a firing alert in a timeline. */
export const FIRING_WORDS: readonly ValueWord[] = [
  { from: 1, to: 1, text: "firing", color: COLOR.hurt },
];

/** The words of `plimsoll:server_probe:max`. */
export const PROBE_WORDS: readonly ValueWord[] = [
  { from: 0, to: 0, text: "NO ANSWER", color: COLOR.hurt },
  { from: 1, to: 1, text: "answers", color: COLOR.good },
];

/** The words of `plimsoll:server_in_recovery:max`. */
export const STANDBY_WORDS: readonly ValueWord[] = [
  { from: 0, to: 0, text: "primary", color: COLOR.good },
  { from: 1, to: 1, text: "standby: no writes", color: COLOR.demand },
];

/** Grafana's value mappings of `words`. */
export function valueMappings(words: readonly ValueWord[]): object[] {
  return words.map(({ from, to, text, color }, index) =>
    from === to
      ? { type: "value", options: { [String(from)]: { text, color, index } } }
      : { type: "range", options: { from, to, result: { text, color, index } } },
  );
}
