export const PLACEHOLDER = "pool-observer";
