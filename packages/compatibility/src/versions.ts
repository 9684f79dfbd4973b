import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { PG_NATIVE_VERSION } from "./native-build.ts";

const INSTALLED = fileURLToPath(new URL("../../node_modules/", import.meta.url));

/** Name and version of a package that this one depends on, as the package itself has them. */
export function versionOf(name: string): string {
  if (name === "pg-native") return `${name} ${PG_NATIVE_VERSION}`;
  const manifest = readFileSync(`${INSTALLED}${name}/package.json`, "utf8");
  const own = JSON.parse(manifest) as { name: string; version: string };
  return `${own.name} ${own.version}`;
}
