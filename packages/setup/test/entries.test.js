import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import t from "tap";

const PACKAGES = fileURLToPath(new URL("../..", import.meta.url));
const require = createRequire(import.meta.url);

/** Manifests of the packages that have an entry. */
const manifests = readdirSync(PACKAGES)
  .filter((name) => existsSync(`${PACKAGES}${name}/package.json`))
  .map((name) => [name, JSON.parse(readFileSync(`${PACKAGES}${name}/package.json`, "utf8"))])
  .filter(([, manifest]) => manifest.exports?.["."] !== undefined);

for (const [name, manifest] of manifests) {
  t.test(`${name} has the condition default and not import, so that require() finds it`, (t) => {
    t.ok(manifest.exports["."].default, "default");
    t.notOk(manifest.exports["."].import, "import");
    t.end();
  });

  // @plimsoll/node starts an SDK when loaded: its launch matrix is the test of this.
  if (name === "node") continue;
  t.test(`${name} can be required: no top-level await in its graph`, (t) => {
    t.ok(Object.keys(require(`${PACKAGES}${name}/${manifest.exports["."].default}`)).length > 0);
    t.end();
  });
}
