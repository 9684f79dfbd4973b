/**
 * A failed point of TAP that no failed point below it explains: the names of the subtests that it
 * stands in, outermost (the file) first, then its own; and its YAML block, line by line.
 * @typedef {{ path: string[], details: string[] }} TapFailure
 */

/**
 * @typedef {object} TapListeners
 * @property {((file: { name: string, isOk: boolean, note: string }) => void)} [onFile] a test file
 *   ended; `note` is what stands behind `#`, such as "time=12ms" or "SKIP no database"
 * @property {((failure: TapFailure) => void)} [onFailure]
 */

/**
 * Reads the points of raw TAP 14, line by line. tap indents each level of subtests by 4 spaces, and
 * a point's YAML block by 2 more.
 *
 * @param {TapListeners} listeners
 */
export function createPointReader({ onFile, onFailure }) {
  /** @type {string[]} names of the open subtests, outermost first */
  const open = [];
  /** @type {TapFailure | undefined} the failure whose YAML block may follow */
  let current;
  /** @type {number | undefined} indent of the YAML block that we are in */
  let yamlIndent;
  let failedDepth = -1; // depth of the last failed point
  const tell = () => {
    if (current !== undefined) onFailure?.(current);
    current = undefined;
  };
  const readPoint = (/** @type {Point} */ { depth, isOk, name, note }) => {
    if (depth === 0) onFile?.({ name, isOk, note });
    // A parent fails with its child: only the innermost failure is worth a report.
    const isExplained = failedDepth > depth;
    if (!isOk && !isExplained) current = { path: [...open.slice(0, depth), name], details: [] };
    failedDepth = isOk ? Math.min(failedDepth, depth) : depth;
  };
  return {
    /** @param {string} line */
    read(line) {
      const indent = line.length - line.trimStart().length;
      if (yamlIndent !== undefined) {
        if (indent === yamlIndent && line.trimEnd().endsWith("...")) yamlIndent = undefined;
        else current?.details.push(line.slice(yamlIndent));
        return;
      }
      if (indent % 4 === 2 && line.trim() === "---") {
        yamlIndent = indent;
        return;
      }
      const subtest = /^ *# Subtest: (.*)$/.exec(line);
      if (subtest !== null) open.splice(indent / 4, Infinity, subtest[1] ?? "");
      const point = parsePoint(line, indent);
      if (subtest !== null || point !== undefined) tell();
      if (point !== undefined) readPoint(point);
    },
    /** Call it after the last line. */
    end: tell,
  };
}

/** @typedef {{ depth: number, isOk: boolean, name: string, note: string }} Point */

/**
 * @param {string} line
 * @param {number} indent
 * @returns {Point | undefined}
 */
function parsePoint(line, indent) {
  const match = /^ *(not ok|ok)\b(?: \d+)?(?: - )?(.*?)(?: \{)?$/.exec(line);
  if (match === null || indent % 4 !== 0) return undefined;
  const [, verdict, text = ""] = match;
  // The last " # " divides: a name may hold one, escaped.
  const [, name = text, note = ""] = /^(.*[^\\]) # (.*)$/.exec(text) ?? [];
  const isOk = verdict === "ok" || /^(TODO|SKIP)\b/i.test(note);
  return { depth: indent / 4, isOk, name, note };
}
