/** A moment in which the machine of a run, or the drill on it, stood still. */
export interface MachineStall {
  /** When it began, in Unix seconds. */
  readonly at: number;
  readonly seconds: number;
}
