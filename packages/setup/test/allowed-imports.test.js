import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import t from "tap";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const PACKAGES = join(ROOT, "packages");

function quotedNames(cell) {
  return [...cell.matchAll(/`([a-z-]+)`/g)].map((match) => match[1]);
}

/** Package → packages that it may import, from the table of CONTRIBUTING.md, in its order. */
function allowedImports() {
  const text = readFileSync(join(ROOT, "CONTRIBUTING.md"), "utf8");
  const rows = text.split("\n").filter((line) => /^\| `[a-z-]+` +\|/.test(line));
  return new Map(
    rows.map((row) => {
      const [, name, , imports] = row.split("|");
      return [quotedNames(name)[0], quotedNames(imports)];
    }),
  );
}

/** Edges `a --> b` of the graph in CONTRIBUTING.md. */
function drawnEdges() {
  const text = readFileSync(join(ROOT, "CONTRIBUTING.md"), "utf8");
  return [...text.matchAll(/^ {2}([a-z-]+) --> ([a-z-]+)$/gm)].map(
    ([, from, to]) => `${from} ${to}`,
  );
}

function packageNames() {
  return readdirSync(PACKAGES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

function sourceFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (["node_modules", "dist", ".tap"].includes(entry.name)) return [];
    if (entry.isDirectory()) return sourceFiles(path);
    return /\.[cm]?[jt]s$/.test(entry.name) ? [path] : [];
  });
}

/** Specifiers of static and dynamic imports, re-exports and require calls. */
function specifiers(file) {
  const text = readFileSync(file, "utf8").replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
  const pattern = /(?:\bfrom|\bimport|\brequire\(|\bimport\()\s*["']([^"'\n]+)["']/g;
  return [...text.matchAll(pattern)].map((match) => match[1]);
}

const allowed = allowedImports();

t.test("the table lists every package, and only packages that exist", (t) => {
  t.same(new Set(allowed.keys()), new Set(packageNames()));
  t.end();
});

t.test("imports point only downwards in the table", (t) => {
  const order = [...allowed.keys()];
  for (const [name, imports] of allowed)
    for (const other of imports)
      t.ok(order.indexOf(other) > order.indexOf(name), `${other} stands below ${name}`);
  t.end();
});

t.test("the graph draws what the table lists", (t) => {
  const listed = [...allowed].flatMap(([from, imports]) => imports.map((to) => `${from} ${to}`));
  t.same(new Set(drawnEdges()), new Set(listed));
  t.end();
});

for (const [name, imports] of allowed) {
  t.test(`${name} depends only on packages that the table allows`, (t) => {
    const manifest = JSON.parse(readFileSync(join(PACKAGES, name, "package.json"), "utf8"));
    const { dependencies, devDependencies, peerDependencies } = manifest;
    for (const dependency of Object.keys({
      ...dependencies,
      ...devDependencies,
      ...peerDependencies,
    }))
      if (dependency.startsWith("@plimsoll/"))
        t.ok(imports.includes(dependency.slice("@plimsoll/".length)), dependency);
    t.end();
  });

  t.test(
    `${name} imports only packages that the table allows, and no file of another package`,
    (t) => {
      const home = join(PACKAGES, name);
      for (const file of sourceFiles(home)) {
        for (const specifier of specifiers(file)) {
          const where = `${relative(ROOT, file)} imports ${specifier}`;
          const [, other] = /^@plimsoll\/([a-z-]+)/.exec(specifier) ?? [];
          // A test may import its own package by name, as a user does.
          if (other !== undefined && other !== name) t.ok(imports.includes(other), where);
          if (specifier.startsWith("."))
            t.ok(resolve(file, "..", specifier).startsWith(home + sep), where);
        }
      }
      t.end();
    },
  );
}
