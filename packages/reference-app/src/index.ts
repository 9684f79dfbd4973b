export const PLACEHOLDER = "reference-app";
