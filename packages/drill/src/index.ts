export const PLACEHOLDER = "drill";
