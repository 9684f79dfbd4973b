/** Values of the pool dashboard's variables. */
export const SAMPLE: Readonly<Record<string, string>> = {
  service: "money",
  environment: "test",
  pool: "orders",
  instance: ".*",
};
