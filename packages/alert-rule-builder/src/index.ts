export const PLACEHOLDER = "alert-rule-builder";
