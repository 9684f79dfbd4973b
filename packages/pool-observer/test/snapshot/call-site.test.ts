import t from "tap";
import { captureCallSite, formatCallSite } from "../../src/snapshot/call-site.ts";

const at = (...frames: string[]) => ({ stack: ["Error", ...frames].join("\n") });

t.test("a call site is the first frame of the app, below the working directory", (t) => {
  const site = at(
    "    at connect (/app/node_modules/pg-pool/index.js:1:2)",
    "    at async transfer (file://" + process.cwd() + "/src/transfers.js:41:9)",
    "    at main (/elsewhere/main.js:1:1)",
  );
  t.equal(formatCallSite(site), "transfer (src/transfers.js:41)");
  t.end();
});

t.test("a frame without a function is file and line", (t) => {
  t.equal(
    formatCallSite(at("    at node:internal/x:1:1", "    at /srv/app.js:7:3")),
    "/srv/app.js:7",
  );
  t.end();
});

t.test("without a frame of the app there is no call site", (t) => {
  t.equal(formatCallSite(at("    at x (node:net:1:1)")), undefined);
  t.equal(formatCallSite(undefined), undefined);
  t.equal(formatCallSite({ stack: [] as never }), undefined, "a host may format stacks by itself");
  t.end();
});

function here() {
  return captureCallSite();
}

t.test("this file is the call site of what it captures, and our own folder is none", (t) => {
  t.match(formatCallSite(here()), /^here \(.*test\/snapshot\/call-site\.test\.[jt]s:\d+\)$/);
  t.end();
});
