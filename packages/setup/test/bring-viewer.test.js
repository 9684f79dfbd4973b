import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import t from "tap";
import { bringViewer } from "../src/bring-viewer.js";
import { createContext } from "../src/context.js";

/**
 * A working copy whose page is built by `script`.
 *
 * @param {import("tap").Test} t
 * @param {string} script
 */
function copyWith(t, script) {
  const root = t.testdir();
  const folder = path.join(root, "packages/dashboard-viewer/web");
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "build.js"), script);
  /** @type {string[]} */
  const lines = [];
  return { lines, context: createContext({ root, write: (line) => lines.push(line) }) };
}

t.test("a page that is current is not built again", async (t) => {
  const { lines, context } = copyWith(t, `if (process.argv[2] !== "--check") process.exit(1);`);
  await bringViewer(context, process.execPath);
  context.report.flush();
  t.strictSame(lines, ["there already: dashboard viewer"]);
});

t.test("a page that is old is built, with an announcement", async (t) => {
  const { lines, context } = copyWith(t, `process.exit(process.argv[2] === "--check" ? 1 : 0);`);
  await bringViewer(context, process.execPath);
  t.match(lines, [/dashboard viewer.*starting, takes about 90 s/, /dashboard viewer.*: \d/]);
});

t.test("a page that cannot be built is told with the builder's words", async (t) => {
  const { context } = copyWith(t, `console.error("no registry"); process.exit(1);`);
  await t.rejects(bringViewer(context, process.execPath), {
    code: "PLIMSOLL_STEP_FAILED",
    message: /web\/build\.js` failed with exit code 1.*\n {4}no registry/,
  });
});
