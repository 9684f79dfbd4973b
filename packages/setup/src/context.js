import path from "node:path";
import { pathFolders } from "./find-executable.js";
import { layoutOf } from "./layout.js";
import { createReport } from "./report.js";

/**
 * What every step needs to know.
 *
 * @param {{ root?: string, env?: NodeJS.ProcessEnv, write?: (line: string) => void }} [given]
 */
export function createContext({ root, env = process.env, write } = {}) {
  const layout = layoutOf(root);
  return {
    layout,
    report: createReport(write),
    /** The machine's environment, as it was. */
    env,
    /** The machine's PATH, in order, without our folder of links. */
    folders: pathFolders(env["PATH"], layout.bin),
    /** The environment of what we run: our links first on the PATH. */
    ownEnv: { ...env, PATH: [layout.bin, env["PATH"]].filter(Boolean).join(path.delimiter) },
  };
}

/** @typedef {ReturnType<typeof createContext>} Context */
