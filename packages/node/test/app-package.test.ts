import { join } from "node:path";
import t from "tap";
import { readAppPackage } from "../src/app-package.ts";

t.test("the nearest package.json with a name is the app's", (t) => {
  const folder = t.testdir({
    "package.json": JSON.stringify({ name: "orders", dependencies: { pg: "8" } }),
    dist: { "package.json": JSON.stringify({ type: "module" }), "main.js": "" },
  });
  t.match(readAppPackage(join(folder, "dist/main.js")), {
    name: "orders",
    dependencies: { pg: "8" },
  });
  t.end();
});

t.test("behind a launcher among the installed packages the app is where it was called", (t) => {
  const folder = t.testdir({
    "package.json": JSON.stringify({ name: "shop" }),
    node_modules: { next: { "package.json": JSON.stringify({ name: "next" }), "next.js": "" } },
  });
  const before = process.cwd();
  t.teardown(() => process.chdir(before));
  process.chdir(folder);
  t.equal(readAppPackage(join(folder, "node_modules/next/next.js"))?.name, "shop");
  t.end();
});
