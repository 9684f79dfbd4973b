import type { FaultSettings } from "@plimsoll/reference-app";
import type { Begin } from "../scenario/scenario.ts";
import { ramp } from "./ramp.ts";

/** A fault in Money's own code, in every instance, all at once. */
export function moneyFault(settings: Partial<FaultSettings>): Begin {
  return async ({ fleet }) => {
    await fleet.setFaults(settings);
    return () => fleet.setFaults({});
  };
}

/** A fault of Money that grows along a line. */
export interface GrowingFault {
  readonly setting: keyof FaultSettings;
  readonly from: number;
  readonly to: number;
  readonly seconds: number;
  /** What else is set meanwhile. @default {} */
  readonly beside?: Partial<FaultSettings>;
}

/** A fault in Money's own code that grows, and stays at its end until it is ended. */
export function growingFault({ setting, from, to, seconds, beside = {} }: GrowingFault): Begin {
  return inBackground(
    ({ fleet }, signal) => {
      const set = (value: number): Promise<void> =>
        fleet.setFaults({ ...beside, [setting]: value });
      return ramp(from, to, seconds, set, signal);
    },
    ({ fleet }) => fleet.setFaults({}),
  );
}

/**
 * A fault that takes its time: `work` goes on while the run is followed, and is aborted when the fault is ended.
 *
 * @param end puts right what was broken; @throws what `work` threw, unless that was its abort
 */
export function inBackground(
  work: (...of: Parameters<Begin>) => Promise<void>,
  end: (stack: Parameters<Begin>[0]) => Promise<void>,
): Begin {
  return async (stack, signal) => {
    const ended = new AbortController();
    const either = AbortSignal.any([signal, ended.signal]);
    const outcome = work(stack, either).then(
      () => undefined,
      (error: unknown) => (either.aborted ? undefined : { error }),
    );
    return async () => {
      ended.abort();
      const failure = await outcome;
      await end(stack);
      if (failure) throw failure.error;
    };
  };
}
