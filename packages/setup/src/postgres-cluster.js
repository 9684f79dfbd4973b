import { randomBytes } from "node:crypto";
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { serverEnv } from "./postgres-server.js";
import { copyPrimary } from "./postgres-standby.js";
import { lastLines, runProgram } from "./run-program.js";
import { SetupError } from "./setup-error.js";

const PASSWORD_FILE = "plimsoll.password";

/**
 * Fills an empty or missing data folder by initdb, or with a copy of a primary's data. It is made
 * beside its place and moved there when it is whole, so that an initdb that was cut short leaves
 * nothing that looks like a server's data.
 *
 * @param {import("./postgres-place.js").Place} place
 * @param {string} superuser
 * @param {import("./postgres.js").RunningPostgres | undefined} primary
 * @returns {Promise<string>} the superuser's password
 */
export async function ensureCluster({ native, dataDir, user }, superuser, primary) {
  const passwordFile = path.join(dataDir, PASSWORD_FILE);
  if (existsSync(path.join(dataDir, "PG_VERSION"))) {
    if (!existsSync(passwordFile)) throw notOurs(dataDir, "another program's PostgreSQL");
    if (user !== undefined) giveTo(user, dataDir);
    return readFileSync(passwordFile, "utf8").trim();
  }
  if (existsSync(dataDir) && readdirSync(dataDir).length > 0) throw notOurs(dataDir, "other files");

  const fresh = `${dataDir}.initializing`;
  rmSync(fresh, { recursive: true, force: true });
  try {
    if (primary === undefined) await initialise({ native, fresh, user }, superuser);
    else await copyPrimary(primary, fresh);
    if (user !== undefined) giveTo(user, fresh);
    renameSync(fresh, dataDir);
    return readFileSync(passwordFile, "utf8").trim();
  } finally {
    rmSync(fresh, { recursive: true, force: true });
    rmSync(`${fresh}.password`, { force: true });
  }
}

/**
 * @param {{ native: string, fresh: string,
 *   user: import("./postgres-user.js").ServerUser | undefined }} place
 * @param {string} superuser
 */
async function initialise({ native, fresh, user }, superuser) {
  const passwordFile = `${fresh}.password`; // initdb wants its folder empty
  const password = randomBytes(18).toString("hex");
  mkdirSync(fresh, { recursive: true, mode: 0o700 });
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user !== undefined) {
    giveTo(user, fresh);
    giveTo(user, passwordFile);
  }
  const args = [
    `--pgdata=${fresh}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C", // the only one that every machine has
    "--no-sync",
    "--no-instructions",
  ];
  const options = { cwd: "/", env: serverEnv(), ...(user && { uid: user.uid, gid: user.gid }) };
  const ended = await runProgram(path.join(native, "bin", "initdb"), args, options);
  if (ended.code !== 0) {
    throw new SetupError(
      "PLIMSOLL_POSTGRES_FAILED",
      `PostgreSQL: initdb in ${fresh} failed with exit code ${ended.code}.\n${lastLines(ended.output)}`,
    );
  }
  renameSync(passwordFile, path.join(fresh, PASSWORD_FILE));
}

/**
 * @param {string} dataDir
 * @param {string} what
 */
function notOurs(dataDir, what) {
  return new SetupError(
    "PLIMSOLL_POSTGRES_FAILED",
    `PostgreSQL: the data folder ${dataDir} holds ${what}. Name an empty or a new folder.`,
  );
}

/**
 * Makes a user the owner of a file, or of a folder and all in it.
 *
 * @param {import("./postgres-user.js").ServerUser} user
 * @param {string} target
 */
function giveTo(user, target) {
  const found = lstatSync(target);
  if (found.isSymbolicLink()) return; // what it points to is not ours to change
  if (found.uid !== user.uid) chownSync(target, user.uid, user.gid);
  if (found.isDirectory()) {
    for (const name of readdirSync(target)) giveTo(user, path.join(target, name));
  }
}
