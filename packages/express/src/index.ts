export type { Handler } from "./http/handler.ts";
export { type Health, type HealthOptions, plimsollHealth } from "./plimsoll-health.ts";
export type { Readiness, ReadinessStatus } from "./readiness/judge-readiness.ts";
export type { ProbeClient } from "./readiness/probe-client.ts";
export type { Priority } from "./shedding/pool-shedder.ts";
export { shedLoad, type ShedLoadOptions } from "./shedding/shed-load.ts";
