import type { Attributes } from "@opentelemetry/api";

/** Where finished durations go, in seconds. Called once per finished wait, hold or connect. */
export interface DurationRecorder {
  waitTime(seconds: number, attributes: Attributes): void;
  useTime(seconds: number, attributes: Attributes): void;
  createTime(seconds: number, attributes: Attributes): void;
}

/** Takes durations until a meter is there. */
export const DISCARD: DurationRecorder = {
  waitTime: () => undefined,
  useTime: () => undefined,
  createTime: () => undefined,
};
