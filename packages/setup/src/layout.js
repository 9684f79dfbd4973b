import path from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Folders of one working copy. `root` holds the workspace; everything that we bring or write lies
 * under `.plimsoll/`, which git ignores.
 *
 * @param {string} [root] absolute path; default: the working copy that this file is part of
 */
export function layoutOf(root = fileURLToPath(new URL("../../..", import.meta.url))) {
  const home = path.join(path.resolve(root), ".plimsoll");
  return {
    root: path.resolve(root),
    home,
    /** One link per tool; stands first on the PATH of what we run. */
    bin: path.join(home, "bin"),
    tools: path.join(home, "tools"),
    goBin: path.join(home, "tools", "go-bin"),
    /** Data of single runs; a run deletes its own. */
    runs: path.join(home, "runs"),
  };
}

/** @typedef {ReturnType<typeof layoutOf>} Layout */
