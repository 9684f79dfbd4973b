import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { runningServer } from "./postgres-lock.js";
import { SetupError } from "./setup-error.js";

/**
 * A data folder for a server whose user cannot reach the one that was asked for. That one becomes a
 * link to it, so that both are found, kept and deleted together: a folder whose link is gone is
 * deleted here, by the next who comes.
 *
 * @param {string} common folder of ours that the server's user can enter
 * @param {string} wanted
 * @returns {string}
 */
export function dataElsewhere(common, wanted) {
  const earlier = linkTarget(wanted);
  if (earlier?.startsWith(`${common}${path.sep}`) && existsSync(earlier)) return earlier;
  makeRoom(wanted);
  removeOrphans(common);
  const folder = mkdtempSync(path.join(common, "data-"));
  chmodSync(folder, 0o755);
  const dataDir = path.join(folder, "data");
  symlinkSync(dataDir, wanted);
  // Last: a folder without it is one that another process is about to link.
  writeFileSync(path.join(folder, "link"), wanted);
  return dataDir;
}

/**
 * Deletes such a folder and the link to it.
 *
 * @param {string} dataDir
 * @param {string} wanted
 */
export function removeElsewhere(dataDir, wanted) {
  rmSync(wanted, { force: true });
  rmSync(path.dirname(dataDir), { recursive: true, force: true });
}

/** @param {string} common */
function removeOrphans(common) {
  for (const name of readdirSync(common)) {
    const folder = path.join(common, name);
    const note = path.join(folder, "link");
    if (!name.startsWith("data-") || !existsSync(note)) continue;
    const dataDir = path.join(folder, "data");
    const isLinked = linkTarget(readFileSync(note, "utf8")) === dataDir;
    if (!isLinked && runningServer(dataDir) === undefined) {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

/** @param {string} wanted */
function makeRoom(wanted) {
  if (linkTarget(wanted) !== undefined) rmSync(wanted); // what it led to is gone
  if (!existsSync(wanted)) return;
  if (readdirSync(wanted).length === 0) return rmdirSync(wanted);
  throw new SetupError(
    "PLIMSOLL_POSTGRES_FAILED",
    `PostgreSQL: the data folder ${wanted} holds files, and the server's user cannot reach it. ` +
      "Name a new folder.",
  );
}

/** @param {string} link */
function linkTarget(link) {
  try {
    return readlinkSync(link);
  } catch {
    return undefined;
  }
}
