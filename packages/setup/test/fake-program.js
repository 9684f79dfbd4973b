import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * Fills a folder with shell scripts that can be run by their names.
 *
 * @param {string} folder made when missing
 * @param {Record<string, string>} scripts name to script
 * @returns {string} the folder
 */
export function writePrograms(folder, scripts) {
  mkdirSync(folder, { recursive: true });
  for (const [name, script] of Object.entries(scripts)) {
    const file = path.join(folder, name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }
  return folder;
}
