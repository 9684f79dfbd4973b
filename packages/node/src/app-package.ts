import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The part of a package.json that is read. */
export interface AppPackage {
  readonly name?: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

/**
 * The package.json with a name that is nearest above `mainFile`, or undefined. A main file among the installed packages is a launcher (next, pm2, tsx),
 * and the app is where it was called.
 */
export function readAppPackage(mainFile: string | undefined): AppPackage | undefined {
  if (mainFile === undefined) return undefined;
  const isLauncher = /[\\/]node_modules[\\/]/.test(mainFile);
  let folder = isLauncher ? process.cwd() : dirname(mainFile);
  for (; ; folder = dirname(folder)) {
    const found = readPackage(join(folder, "package.json"));
    if (found?.name !== undefined) return found;
    if (folder === dirname(folder)) return undefined;
  }
}

/** The package.json of a dependency that lives in the same repository, as seen from `mainFile`. */
export function readLocalDependency(mainFile: string, name: string): AppPackage | undefined {
  const paths = createRequire(mainFile).resolve.paths(name) ?? [];
  for (const folder of paths) {
    const found = readPackage(join(folder, name, "package.json"));
    if (found !== undefined) return found;
  }
  return undefined;
}

function readPackage(file: string): AppPackage | undefined {
  try {
    const { name, dependencies, optionalDependencies } = JSON.parse(
      readFileSync(file, "utf8"),
    ) as Readonly<Record<string, unknown>>;
    return {
      ...(typeof name === "string" && name !== "" && { name }),
      dependencies: { ...asRecord(optionalDependencies), ...asRecord(dependencies) },
    };
  } catch {
    // No package.json in this folder, or one that is not JSON: the next folder up may have one.
    return undefined;
  }
}

function asRecord(value: unknown): Record<string, string> {
  return typeof value === "object" && value !== null ? (value as Record<string, string>) : {};
}
