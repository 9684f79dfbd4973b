import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Way } from "./way.ts";

const SOURCES = fileURLToPath(new URL("../../apps/", import.meta.url));
const WRITTEN = fileURLToPath(new URL("../apps/", import.meta.url));

/** Other packages to import in place of those that the app's source names. */
export type Replacements = Readonly<Record<string, string>>;

/**
 * Writes the app `apps/<app>.mjs` in the form that `way` asks for, and returns its file.
 * Below this package, so that the app's imports are resolved as those of the package are.
 */
export function writeApp(app: string, key: string, way: Way, replacements: Replacements): string {
  const source = replaceImports(readFileSync(join(SOURCES, `${app}.mjs`), "utf8"), replacements);
  const withLoad = way.load === "first" ? `import "@plimsoll/node";\n${source}` : source;
  const isCommonJs = way.form === "CommonJS";
  const file = join(
    WRITTEN,
    `${key}-${way.load.replaceAll("-", "")}.${isCommonJs ? "cjs" : "mjs"}`,
  );
  mkdirSync(WRITTEN, { recursive: true });
  writeFileSync(file, isCommonJs ? toCommonJs(withLoad) : withLoad);
  return file;
}

function replaceImports(source: string, replacements: Replacements): string {
  return Object.entries(replacements).reduce(
    (text, [from, to]) => text.replaceAll(` from "${from}";`, ` from "${to}";`),
    source,
  );
}

/**
 * The CommonJS form of an ES module whose imports are named, default or bare, one statement each.
 *
 * @example
 * toCommonJs('import { sql as raw } from "kysely";'); // 'const { sql: raw } = require("kysely");'
 */
export function toCommonJs(source: string): string {
  return source
    .replaceAll(/^import ("[^"]+");$/gm, "require($1);")
    .replaceAll(
      /^import \{([^}]*)\} from ("[^"]+");$/gm,
      (_, names: string, from: string) =>
        `const {${names.replaceAll(" as ", ": ")}} = require(${from});`,
    )
    .replaceAll(/^import (\w+) from ("[^"]+");$/gm, "const $1 = require($2);");
}
