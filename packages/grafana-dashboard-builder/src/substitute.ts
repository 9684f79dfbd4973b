/**
 * Grafana's variables that are no choice of the user, as a 30 min view of a 5 s scrape sees them. The rate interval is kept at
 * a minute, as with the usual 15 s scrape.
 */
const BUILT_IN: Readonly<Record<string, string>> = {
  __rate_interval: "1m",
  __interval: "15s",
  __range: "30m",
};

// "$1" is of label_replace() and no variable; "${pool:percentencode}" is one with a format.
const VARIABLE = /\$(?:\{([a-z_]\w*)(?::\w+)?\}|([a-z_]\w*))/gi;

/**
 * `text` with each `$name` and `${name}` replaced, as Grafana does before it asks.
 *
 * @throws RangeError when `values` has no such variable.
 */
export function substitute(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(VARIABLE, (_match, braced?: string, plain?: string) => {
    const name = braced ?? plain ?? "";
    const value = values[name] ?? BUILT_IN[name];
    if (value === undefined)
      throw new RangeError(
        `variable must be one of ${Object.keys(values).join(", ")}, got "${name}".`,
      );
    return value;
  });
}

/** Names of the user's variables in `text`. */
export function variablesIn(text: string): string[] {
  const names = [...text.matchAll(VARIABLE)].map((match) => match[1] ?? match[2] ?? "");
  return names.filter((name) => !name.startsWith("__"));
}
