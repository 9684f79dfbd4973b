/** Values of every variable of every dashboard. */
export const SAMPLE: Readonly<Record<string, string>> = {
  service: "money",
  environment: "test",
  pool: "orders",
  instance: ".*",
  summary: ".*",
  server: ".*",
};
