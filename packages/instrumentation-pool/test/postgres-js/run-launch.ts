import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Run } from "../run-fixture.ts";

/** The fixtures are not compiled: they stay in the package's own test folder. */
export const FIXTURES: string = fileURLToPath(
  new URL("../../../test/fixtures/postgres-js/", import.meta.url),
);

/** Runs a fixture of postgres.js on `node` with nothing of tap's, which adds loader hooks to every child. */
export function runLaunch(node: string, args: readonly string[], cwd: string = FIXTURES): Run {
  const { status, stdout, stderr } = spawnSync("env", ["-u", "NODE_OPTIONS", node, ...args], {
    cwd,
    encoding: "utf8",
    timeout: 30_000,
  });
  return { status, stdout, stderr };
}

/** The Node versions to try: those that the test runner brought, else the running one. */
export function nodeVersions(): [version: string, binary: string][] {
  const matrix = process.env["PLIMSOLL_NODE_MATRIX"];
  if (matrix === undefined) return [[process.versions.node, process.execPath]];
  return Object.entries(JSON.parse(matrix) as Record<string, string>);
}
