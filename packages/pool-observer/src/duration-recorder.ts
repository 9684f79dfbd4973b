import type { Attributes } from "@opentelemetry/api";

/** Where finished durations go, in seconds. Called once per finished wait, hold, connect or query. */
export interface DurationRecorder {
  waitTime(seconds: number, attributes: Attributes): void;
  useTime(seconds: number, attributes: Attributes): void;
  parkedTime(seconds: number, attributes: Attributes): void;
  createTime(seconds: number, attributes: Attributes): void;
  operationDuration(seconds: number, attributes: Attributes): void;
}
