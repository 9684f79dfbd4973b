import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { SetupError } from "./setup-error.js";

/** @typedef {{ name: string, uid: number, gid: number }} ServerUser */

// nobody owns nothing; a `postgres` user may own a server's real data, so it comes after.
const CANDIDATES = ["nobody", "postgres", "_postgres"];

/**
 * Who the server runs as: undefined = as we do; when we are root, which PostgreSQL refuses, an
 * unprivileged user of this machine.
 *
 * @param {string} [passwd] text of /etc/passwd
 * @param {number} [ownUid]
 * @returns {ServerUser | undefined}
 */
export function serverUser(passwd, ownUid = process.getuid?.()) {
  if (ownUid !== 0) return undefined;
  const users = (passwd ?? readFileSync("/etc/passwd", "utf8")).split("\n").map((line) => {
    const [name = "", , uid, gid] = line.split(":");
    return { name, uid: Number(uid), gid: Number(gid) };
  });
  for (const candidate of CANDIDATES) {
    const user = users.find(({ name, uid }) => name === candidate && uid !== 0);
    if (user !== undefined) return user;
  }
  throw new SetupError(
    "PLIMSOLL_POSTGRES_FAILED",
    `PostgreSQL: does not run as root, and this machine has none of the users ${CANDIDATES.join(", ")}. ` +
      "Add one (`useradd --system postgres`) or run this as an ordinary user.",
  );
}

/**
 * True when the user can enter a folder, or run or read a file, on the whole way to it.
 *
 * @param {ServerUser | undefined} user undefined = we ourselves: true
 * @param {string} target
 * @param {"-x" | "-r"} test
 */
export function canReach(user, target, test) {
  if (user === undefined) return true;
  const { uid, gid } = user;
  const script = `test ${test} "$1"`;
  return spawnSync("/bin/sh", ["-c", script, "sh", target], { uid, gid, cwd: "/" }).status === 0;
}
