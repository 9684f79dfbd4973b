export const PLACEHOLDER = "instrumentation-pool";
