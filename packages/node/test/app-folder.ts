import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { Test } from "tap";
import { FIXTURES } from "./run-app.ts";

const PACKAGE = join(FIXTURES, "../..");
const INSTALLED = ["@opentelemetry", "express", "pg", "tsx"];

/**
 * Copies the fixture folder `name` to a folder of its own, where it is an app with a package.json of its own. A fixture in our own folder would be taken
 * for a part of @plimsoll/node.
 */
export function copyApp(t: Test, name: string): string {
  const parent = t.testdir();
  const folder = join(parent, "app");
  cpSync(join(FIXTURES, name), folder, { recursive: true });
  cpSync(join(FIXTURES, "serve.cjs"), join(parent, "serve.cjs"));
  return folder;
}

/** Links the workspace's copies of what the app imports into its node_modules. */
export function linkPackages(folder: string): void {
  mkdirSync(join(folder, "node_modules/@plimsoll"), { recursive: true });
  symlinkSync(PACKAGE, join(folder, "node_modules/@plimsoll/node"));
  for (const name of INSTALLED)
    symlinkSync(join(PACKAGE, "node_modules", name), join(folder, "node_modules", name));
}
