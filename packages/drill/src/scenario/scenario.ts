import type { LoadSpec } from "../stack/load.ts";
import type { Stack } from "../stack/stack.ts";
import type { StackPlan } from "../stack/stack-plan.ts";

/** Ends what a fault began: puts right what was broken. What it has harmed by then may stay harmed for a while. */
export type End = () => Promise<void>;

/** Breaks something of a stack; answers when that has begun. What takes its time, such as a ramp, goes on until the fault is ended. */
export type Begin = (stack: Stack, signal: AbortSignal) => Promise<End>;

/** A load that lasts for the whole run. */
export interface ScenarioLoad extends Pick<LoadSpec, "script" | "name" | "env"> {
  /** Requests per second; what the script makes of it stands there. */
  readonly rate: number;
}

/** One thing that can be replayed on a stack. Times are real: nothing is compressed. */
export interface Scenario {
  readonly name: string;
  readonly kind: "fault" | "control";
  /** Whether the fault comes little by little; null in a control. */
  readonly onset: "gradual" | "instant" | null;
  /** What breaks, or what happens, in a few words. */
  readonly title: string;
  /** How the stack differs from the ordinary one. */
  readonly plan: StackPlan;
  /** What users do from the start to the end. The first is the steady load over all routes. */
  readonly loads: readonly [ScenarioLoad, ...ScenarioLoad[]];
  /** Steady load before the fault. */
  readonly warmUpSeconds: number;
  /**
   * Whether Prometheus is given a past hour that was as the warm-up is: some rules compare with the half hour that ended
   * ten minutes ago.
   */
  readonly hasPast: boolean;
  /** Longest time to wait for page and harm; in a control the time that is watched. */
  readonly watchSeconds: number;
  /** How long the fault goes on after both the page and the harm, so that the plots show the outage. */
  readonly aftermathSeconds: number;
  /** Longest time to wait for the end of the pages after the fault was ended; 0 does not wait. */
  readonly resolveSeconds: number;
  /** Null when nothing happens. */
  readonly begin: Begin | null;
  /** What the first page may name, the expected one first; empty in a control. */
  readonly expectedCauses: readonly string[];
  /** Route that the first page must name; null when none is to blame. */
  readonly expectedRoute: string | null;
  /** A ticket that must come; null when none must. */
  readonly expectedTicket: string | null;
}
