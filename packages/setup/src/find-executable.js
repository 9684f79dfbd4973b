import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";

/**
 * The first executable file of these names in these folders: all names in the first folder, then
 * all in the second, as a shell would.
 *
 * @param {string[]} names
 * @param {string[]} folders
 * @returns {string | undefined} absolute path
 */
export function findExecutable(names, folders) {
  for (const folder of folders) {
    for (const name of names) {
      const file = path.resolve(folder, name);
      if (folder !== "" && isExecutable(file)) return file;
    }
  }
  return undefined;
}

/** @param {string} file */
export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * The folders of a PATH, without ours: a link of ours must not count as "is on the PATH".
 *
 * @param {string | undefined} value value of PATH
 * @param {string} ownBin our folder of links
 */
export function pathFolders(value, ownBin) {
  return (value ?? "")
    .split(path.delimiter)
    .filter((folder) => folder !== "" && path.resolve(folder) !== ownBin);
}
