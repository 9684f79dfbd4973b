import { createRequire } from "node:module";
import t from "tap";
import { VERSION } from "../src/version.ts";

t.test("the version of the telemetry's scope is the package's", (t) => {
  const require = createRequire(import.meta.url);
  const { version } = require("@plimsoll/node/package.json") as { version: string };
  t.equal(VERSION, version);
  t.end();
});
