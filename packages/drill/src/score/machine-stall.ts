/** A moment in which the machine of a run ran nothing of it. */
export interface MachineStall {
  /** When it began, in Unix seconds. */
  readonly at: number;
  readonly seconds: number;
}
