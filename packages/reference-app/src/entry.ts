/** The file to run with Node: it starts Money, instrumented. Importing this constant starts nothing. */
export const MAIN: URL = new URL("./main.js", import.meta.url);
