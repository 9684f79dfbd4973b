export const PLACEHOLDER = "node";
