import type { FaultSettings } from "@plimsoll/reference-app";

/** One thing that can be replayed on the stack. Times are real: nothing is compressed. */
export interface Scenario {
  readonly name: string;
  readonly kind: "fault" | "control";
  /** What breaks, in a few words. */
  readonly title: string;
  /** What is switched on in Money; null in a control. */
  readonly fault: Partial<FaultSettings> | null;
  /** Requests per second over all routes. */
  readonly rate: number;
  /** Steady load before the fault. */
  readonly warmUpSeconds: number;
  /** Longest time to wait for page and error; in a control the time that is watched. */
  readonly watchSeconds: number;
  /** How long the run goes on after both the page and the first error, so that the plots show the outage. */
  readonly aftermathSeconds: number;
  readonly expectedCause: string | null;
  readonly expectedRoute: string | null;
}
