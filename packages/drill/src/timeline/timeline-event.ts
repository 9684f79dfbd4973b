/** One row of a timeline. */
export interface TimelineEvent {
  /** From the first user-visible error; negative before it. */
  readonly offsetSeconds: number;
  /** Where a stretch of time ends; absent for a moment. */
  readonly untilSeconds?: number;
  /** Time of day, as the column prints it. */
  readonly clock: string;
  readonly text: string;
  /** What the event is, for emphasis. */
  readonly kind: "fault" | "page" | "error" | "state" | "people";
}
