import t from "tap";
import { runTraced } from "./run-traced.ts";
import { nodeVersions } from "./run-app.ts";

const DATABASE_URL = process.env["DATABASE_URL"];

const WAYS = [
  { name: "import in the first line of an ES module", script: "app-import-first.mjs", flags: [] },
  {
    name: "require in the first line of a CommonJS app",
    script: "app-require-first.cjs",
    flags: [],
  },
  ...["--import", "--require"].flatMap((flag) => [
    { name: `${flag} before an ES module`, script: "app.mjs", flags: [flag, "@plimsoll/node"] },
    { name: `${flag} before a CommonJS app`, script: "app.cjs", flags: [flag, "@plimsoll/node"] },
  ]),
];

if (DATABASE_URL === undefined) t.plan(0, "DATABASE_URL is not set: run `npm test`");
else
  for (const [version, node] of nodeVersions())
    for (const { name, script, flags } of WAYS)
      t.test(
        `Node ${version}: ${name} gives http, express and pg spans of one trace, and pool metrics`,
        async (t) => runTraced(t, { node, flags, script }),
      );
