export { seed, SEED_DEFAULTS, type SeedOptions, type SeedResult } from "./seed.ts";
export { MAIN } from "./entry.ts";
export type { FaultSettings } from "./faults/faults.ts";
