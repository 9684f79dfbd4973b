import path from "node:path";
import { pathFolders } from "./find-executable.js";
import { layoutOf } from "./layout.js";
import { createReport } from "./report.js";

/** Places of the machine that no PATH need name; tests put folders of their own in their stead. */
const MACHINE = {
  isRoot: process.getuid?.() === 0,
  /** Where the archive of go.dev is unpacked to. */
  goFolder: "/usr/local/go/bin",
  /** Where Debian's packages put their commands. */
  debianFolder: "/usr/bin",
  /**
   * Asked by Debian's package scripts before they start a service; 101 means "do not".
   * Source: https://people.debian.org/~hmh/invokerc.d-policyrc.d-specification.txt
   */
  servicePolicy: "/usr/sbin/policy-rc.d",
};

/**
 * What every step needs to know.
 *
 * @param {{ root?: string, env?: NodeJS.ProcessEnv, write?: (line: string) => void,
 *   machine?: Partial<typeof MACHINE> }} [given]
 */
export function createContext({ root, env = process.env, write, machine } = {}) {
  const layout = layoutOf(root);
  return {
    layout,
    machine: { ...MACHINE, ...machine },
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
