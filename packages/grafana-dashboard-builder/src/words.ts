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

/** The values of `plimsoll:pool_state:code`. */
export const STATE = { aboveLoadLine: 1, losing: 2, runsOut: 3, short: 4, stalled: 5 } as const;

/** The words of `plimsoll:pool_state:code`. */
export const STATE_WORDS: readonly ValueWord[] = [
  state(0, "not short", COLOR.good),
  state(STATE.aboveLoadLine, "above its load line", COLOR.demand),
  state(STATE.losing, "losing connections", COLOR.parked),
  state(STATE.runsOut, "runs out soon", COLOR.waiting),
  state(STATE.short, "SHORT: requests wait", COLOR.hurt),
  state(STATE.stalled, "STALLED: nothing granted", COLOR.stalled),
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

function state(value: number, text: string, color: string): ValueWord {
  return { from: value, to: value, text, color };
}

/** Grafana's value mappings of `words`. */
export function valueMappings(words: readonly ValueWord[]): object[] {
  return words.map(({ from, to, text, color }, index) =>
    from === to
      ? { type: "value", options: { [String(from)]: { text, color, index } } }
      : { type: "range", options: { from, to, result: { text, color, index } } },
  );
}
