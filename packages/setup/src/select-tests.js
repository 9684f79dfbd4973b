import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { SetupError } from "./setup-error.js";

/**
 * Turns the arguments of `npm test` into compiled test files: a package or folder gives all of its
 * tests, a TypeScript test gives its compiled file, a JavaScript test gives itself.
 *
 * @param {string} root
 * @param {string[]} args paths, absolute or relative to the root
 * @returns {string[]} paths relative to the root, sorted, each once
 * @throws {SetupError} `PLIMSOLL_WRONG_USE` when an argument leads to no test
 */
export function selectTests(root, args) {
  const files = args.flatMap((arg) => {
    const found = testsOf(root, path.resolve(root, arg));
    if (found.length === 0) {
      throw new SetupError(
        "PLIMSOLL_WRONG_USE",
        `${JSON.stringify(arg)}: no test there. ` +
          "Name a package (packages/catalog), a folder or a file of tests.",
      );
    }
    return found;
  });
  // oxlint-disable-next-line unicorn/no-array-sort -- Node 18 has no toSorted
  return [...new Set(files.map((file) => path.relative(root, file)))].sort();
}

/**
 * @param {string} root
 * @param {string} target absolute path
 * @returns {string[]}
 */
function testsOf(root, target) {
  const compiled = compiledPath(root, target);
  if (compiled !== undefined && existsSync(compiled)) return testsIn(compiled);
  return existsSync(target) ? testsIn(target) : [];
}

/**
 * Where the compiler puts a package's tests; undefined outside of packages.
 *
 * @param {string} root
 * @param {string} target
 */
function compiledPath(root, target) {
  const [top, name, ...rest] = path.relative(root, target).split(path.sep);
  if (top !== "packages" || name === undefined) return undefined;
  const below = rest.length === 0 ? ["test"] : rest;
  if (below[0] !== "test") return undefined;
  return path.join(root, top, name, "dist", ...below).replace(/\.ts$/, ".js");
}

/**
 * @param {string} target
 * @returns {string[]}
 */
function testsIn(target) {
  if (statSync(target).isFile()) return target.endsWith(".test.js") ? [target] : [];
  return readdirSync(target, { withFileTypes: true })
    .filter((entry) => entry.name !== "node_modules" && entry.name !== "src")
    .flatMap((entry) => {
      const file = path.join(target, entry.name);
      if (entry.isDirectory()) return testsIn(file);
      return entry.isFile() && entry.name.endsWith(".test.js") ? [file] : [];
    });
}
