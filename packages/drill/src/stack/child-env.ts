const FOREIGN =
  /^(?:OTEL_|PLIMSOLL_|MONEY_|K6_|PG|NODE_OPTIONS$|NODE_V8_COVERAGE$|HOST$|PORT$|DATABASE_URL$)/;

/** Our environment without what would change how a program of the stack behaves, and with `added`. */
export function childEnv(added: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([key]) => !FOREIGN.test(key));
  return { ...Object.fromEntries(own), ...added };
}
