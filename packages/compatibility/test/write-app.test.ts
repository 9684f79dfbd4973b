import t from "tap";
import { toCommonJs } from "../src/write-app.ts";

t.test("the CommonJS form requires what the ES module imports, and is the same below", (t) => {
  const source = `import "@plimsoll/node";
import pg from "pg";
import { eq, sql as raw } from "drizzle-orm";
import {
  GATE,
  serve,
} from "#serve";

serve(() => pg);
`;
  t.equal(
    toCommonJs(source),
    `require("@plimsoll/node");
const pg = require("pg");
const { eq, sql: raw } = require("drizzle-orm");
const {
  GATE,
  serve,
} = require("#serve");

serve(() => pg);
`,
  );
  t.end();
});
