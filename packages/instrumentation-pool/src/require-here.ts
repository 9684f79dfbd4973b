import { createRequire } from "node:module";

/** `require` as seen from this package. In a CommonJS bundle esbuild leaves `import.meta` empty, and the bundle's own file stands in. */
export const require: NodeJS.Require = createRequire(import.meta.url ?? __filename);
