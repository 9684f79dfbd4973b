import { fileURLToPath } from "node:url";

/** Absolute path of the working copy that this file is part of. */
export const REPOSITORY: string = fileURLToPath(new URL("../../../../../", import.meta.url));

/** Folder of k6's scripts. */
export const LOAD_SCRIPTS: string = fileURLToPath(new URL("../../../k6/", import.meta.url));
