import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { postgresBinaries } from "./postgres-binaries.js";
import { dataElsewhere } from "./postgres-elsewhere.js";
import { canReach, serverUser } from "./postgres-user.js";
import { SetupError } from "./setup-error.js";

/**
 * Whence the server runs, where its data lies, and as whom.
 * @typedef {{ native: string, dataDir: string, wantedDataDir: string, user: import("./postgres-user.js").ServerUser | undefined }} Place
 */

/**
 * Settles the folders. When the server's user cannot reach one of them (a working copy under /root,
 * a private temporary folder), a folder that he can reach takes its place, and `log` is told.
 *
 * @param {string} wantedDataDir
 * @param {(line: string) => void} log
 * @returns {Place}
 */
export function findPlace(wantedDataDir, log) {
  const user = serverUser();
  const wanted = path.resolve(wantedDataDir);
  const { native, version } = postgresBinaries();
  mkdirSync(path.dirname(wanted), { recursive: true });
  const place = { native, dataDir: wanted, wantedDataDir: wanted, user };
  if (user === undefined) return place;
  if (!canRun(native, user)) {
    place.native = copyBinaries(native, path.join(commonFolder(user), version));
    log(`PostgreSQL: user ${user.name} cannot read ${native}; runs from ${place.native}`);
  }
  if (!canReach(user, path.dirname(wanted), "-x")) {
    place.dataDir = dataElsewhere(commonFolder(user), wanted);
    log(`PostgreSQL: user ${user.name} cannot reach ${wanted}; the data lies in ${place.dataDir}`);
  }
  return place;
}

/**
 * @param {string} native
 * @param {import("./postgres-user.js").ServerUser} user
 */
function canRun(native, user) {
  return (
    canReach(user, path.join(native, "bin", "postgres"), "-x") &&
    readdirSync(path.join(native, "share", "postgresql")).every((name) =>
      name.endsWith(".sample")
        ? canReach(user, path.join(native, "share/postgresql", name), "-r")
        : true,
    )
  );
}

/**
 * A folder of root's that others may enter and not change.
 *
 * @param {import("./postgres-user.js").ServerUser} user
 */
function commonFolder(user) {
  const base = [os.tmpdir(), "/var/tmp", "/tmp"].find((folder) => canReach(user, folder, "-x"));
  const folder = path.join(base ?? "/tmp", "plimsoll-postgres");
  if (!existsSync(folder)) {
    mkdirSync(folder);
    chmodSync(folder, 0o755);
  }
  // In a folder that everyone may write to, someone else may have made it before us.
  const found = lstatSync(folder);
  if (found.isDirectory() && found.uid === 0 && (found.mode & 0o022) === 0) return folder;
  throw new SetupError(
    "PLIMSOLL_POSTGRES_FAILED",
    `PostgreSQL: ${folder} must be a folder that only root can write to. Delete it and try again.`,
  );
}

/**
 * @param {string} from
 * @param {string} to
 */
function copyBinaries(from, to) {
  if (existsSync(to)) return to;
  const fresh = `${to}.${process.pid}`;
  cpSync(from, fresh, { recursive: true, verbatimSymlinks: true });
  makeReadable(fresh);
  try {
    renameSync(fresh, to);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(to)) throw error; // else another process was first with the same copy
  }
  return to;
}

/** @param {string} folder */
function makeReadable(folder) {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) makeReadable(file);
    else if (entry.isFile()) chmodSync(file, lstatSync(file).mode & 0o100 ? 0o755 : 0o644);
  }
}
