import type { OtlpTarget } from "./otlp-target.ts";

/** One request to a receiver. */
export interface Payload {
  readonly target: OtlpTarget;
  readonly body: Uint8Array;
}

/** What the sending thread is given. `outcome` is shared with the thread that waits. */
export interface Errand {
  readonly payloads: readonly Payload[];
  readonly timeoutMillis: number;
  readonly outcome: Int32Array;
}

export const OUTCOME = { waiting: 0, sent: 1, failed: 2 } as const;
