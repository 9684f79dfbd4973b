/** One span of a trace, as Money sent it. */
export interface TraceSpan {
  readonly traceId: string;
  readonly id: string;
  /** Absent on the first span of a trace. */
  readonly parentId: string | undefined;
  readonly name: string;
  readonly isServer: boolean;
  readonly isError: boolean;
  /** Unix seconds. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
}
