// What PostgreSQL takes for a unit of time; without one, the timeouts that are read here are in milliseconds.
// https://www.postgresql.org/docs/18/config-setting.html#CONFIG-SETTING-NAMES-VALUES
const SECONDS_OF: ReadonlyMap<string, number> = new Map([
  ["us", 1e-6],
  ["ms", 1e-3],
  ["s", 1],
  ["min", 60],
  ["h", 3600],
  ["d", 86_400],
]);

/**
 * Settings given as command-line options of the server's backend: `-c statement_timeout=5s`, `-cstatement_timeout=5000`, `--statement-timeout=5s`.
 * Names are in lower case with underscores; of two for one name the last wins. Other options are read past.
 *
 * Source: https://www.postgresql.org/docs/18/libpq-connect.html#LIBPQ-CONNECT-OPTIONS
 */
export function parseStartupOptions(options: unknown): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  if (typeof options !== "string") return settings;
  // A backslash takes the meaning from a space.
  const words = (options.match(/(?:\\.|[^\s\\])+/g) ?? []).map((w) => w.replaceAll(/\\(.)/g, "$1"));
  for (const [i, word] of words.entries()) {
    const given =
      word === "-c" ? words[i + 1] : /^(?:-c|--)(?<given>.+)$/.exec(word)?.groups?.["given"];
    const setting = /^(?<name>[^=]+)=(?<value>.*)$/s.exec(given ?? "")?.groups;
    if (setting === undefined) continue;
    const { name = "", value = "" } = setting;
    settings.set(name.toLowerCase().replaceAll("-", "_"), value);
  }
  return settings;
}

/** A value of one of PostgreSQL's timeouts, in seconds; undefined when it is none that PostgreSQL takes. */
export function timeoutSeconds(value: string): number | undefined {
  const parts = /^\s*(?<number>\d+(?:\.\d+)?)\s*(?<unit>[a-z]*)\s*$/.exec(value)?.groups;
  const unit = SECONDS_OF.get(parts?.["unit"] || "ms");
  return parts === undefined || unit === undefined ? undefined : Number(parts["number"]) * unit;
}
