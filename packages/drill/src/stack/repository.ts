import { fileURLToPath } from "node:url";

/** Absolute path of the working copy that this file is part of. */
export const REPOSITORY: string = fileURLToPath(new URL("../../../../../", import.meta.url));

/** k6's script. */
export const LOAD_SCRIPT: string = fileURLToPath(new URL("../../../k6/money.ts", import.meta.url));
