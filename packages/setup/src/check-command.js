import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { localBin } from "./bring-packages.js";
import { prepare } from "./prepare.js";
import { runForeground } from "./run-foreground.js";
import { runTests } from "./test-command.js";

/**
 * `npm run check`: format, lint, unused code, packaging, then all tests. Runs every static check
 * even when one fails, so that one run shows all there is to mend; the tests only when all passed.
 *
 * @param {import("./context.js").Context} context
 * @returns {Promise<number>} exit code
 */
export async function checkCommand(context) {
  const { layout, report, ownEnv } = context;
  const node = await prepare(context);
  /** @type {string[]} */
  const failed = [];
  for (const { name, command, args } of staticChecks(layout.root)) {
    const startedAt = Date.now();
    report.line(`${name}: ${command} ${args.join(" ")}`);
    const options = { cwd: layout.root, env: ownEnv };
    const { code, signal } = await runForeground(localBin(layout, command), args, options);
    if (signal !== undefined) return code;
    if (code !== 0) failed.push(name);
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
    report.line(`${name}: ${code === 0 ? "ok" : `failed with exit code ${code}`}, ${seconds} s`);
  }
  if (failed.length > 0) {
    report.line(`check: ${failed.join(", ")} failed. The tests were not run.`);
    return 1;
  }
  return runTests(context, node, []);
}

/** @param {string} root */
function staticChecks(root) {
  return [
    { name: "format", command: "oxfmt", args: ["--check"] },
    { name: "lint", command: "oxlint", args: ["--type-aware", "--deny-warnings"] },
    { name: "unused code", command: "knip", args: ["--no-config-hints"] },
    ...publicPackages(root).map((folder) => ({
      name: `packaging of ${path.basename(folder)}`,
      command: "publint",
      // npm, not pnpm: every machine with Node has it.
      args: ["--strict", "--pack", "npm", folder],
    })),
  ];
}

/**
 * Folders of the packages that are published, relative to the root.
 *
 * @param {string} root
 */
function publicPackages(root) {
  return readdirSync(path.join(root, "packages"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join("packages", entry.name))
    .filter((folder) => {
      const manifest = path.join(root, folder, "package.json");
      return JSON.parse(readFileSync(manifest, "utf8")).private !== true;
    });
}
