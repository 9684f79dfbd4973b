/**
 * The first `1.2` or `1.2.3` in a text, as numbers; a missing patch is 0.
 *
 * @param {string} text such as "v22.15.0" or "prometheus, version 2.42.0+ds (branch: …)"
 * @returns {[number, number, number] | undefined} undefined when the text holds no version
 */
export function parseVersion(text) {
  const match = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  if (match === null) return undefined;
  return [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
}

/**
 * True when the version in `text` is `minimum` or newer; false when it holds none.
 *
 * @param {string} text
 * @param {string} minimum
 */
export function isAtLeast(text, minimum) {
  const version = parseVersion(text);
  const wanted = parseVersion(minimum);
  if (version === undefined || wanted === undefined) return false;
  for (let part = 0; part < 3; part += 1) {
    if (version[part] !== wanted[part]) return version[part] > wanted[part];
  }
  return true;
}
