import { createRequire } from "node:module";

/**
 * `require` as seen from this package: what is only needed when telemetry goes somewhere is loaded with it. In a CommonJS bundle esbuild leaves
 * `import.meta` empty, and the bundle's own file stands in.
 */
export const require: NodeJS.Require = createRequire(import.meta.url ?? __filename);
