import { start } from "./start.ts";

export { observePool } from "@plimsoll/instrumentation-pool";
export { shutdown } from "./start.ts";

// The import is the whole set-up: `import "@plimsoll/node"`, `node --import @plimsoll/node` or `node --require @plimsoll/node`.
start();
