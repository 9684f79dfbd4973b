import t from "tap";
import { pageFiles } from "../src/page-files.ts";

t.test("only files of a known type are served, each by its place", async (t) => {
  const folder = t.testdir({
    "index.html": "",
    "page.js": "",
    "built-from.txt": "",
    build: { img: { "link.svg": "" } },
  });
  t.strictSame([...pageFiles(folder)].map(([path, { type }]) => `${path} ${type}`).toSorted(), [
    "/build/img/link.svg image/svg+xml",
    "/index.html text/html; charset=utf-8",
    "/page.js text/javascript; charset=utf-8",
  ]);
});

t.test("a page that is not built is told with the command that builds it", async (t) => {
  t.throws(() => pageFiles(`${t.testdir({})}/web`), {
    code: "PLIMSOLL_VIEWER_NOT_BUILT",
    message: /node packages\/dashboard-viewer\/web\/build\.js/,
  });
});
