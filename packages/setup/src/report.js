/**
 * Prints progress: one short line per step with the seconds it took, and one single line for all
 * that is there already.
 *
 * @param {(line: string) => void} [write]
 */
export function createReport(write = (line) => process.stdout.write(`${line}\n`)) {
  /** @type {string[]} */
  const present = [];
  return {
    /** @param {string} text */
    line(text) {
      write(text);
    },
    /**
     * Notes a thing that needs no step; shown by `flush`.
     * @param {string} name
     */
    there(name) {
      present.push(name);
    },
    /** Prints what was there already, if anything, and forgets it. */
    flush() {
      if (present.length > 0) write(`there already: ${present.splice(0).join(", ")}`);
    },
    /**
     * Runs one step. Slow ones are announced, so that nobody looks at a silent terminal.
     * @template T
     * @param {string} name
     * @param {() => Promise<T>} act
     * @param {number} [expectedSeconds] announced when 5 or more
     * @returns {Promise<T>}
     */
    async step(name, act, expectedSeconds = 0) {
      if (expectedSeconds >= 5) write(`${name}: starting, takes about ${expectedSeconds} s …`);
      const startedAt = Date.now();
      const result = await act();
      write(`${name}: ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
      return result;
    },
  };
}

/** @typedef {ReturnType<typeof createReport>} Report */
