import t from "tap";
import { readDashboards } from "../src/index.ts";

t.test("dashboards are read in the order of their files; other JSON is left out", async (t) => {
  const folder = t.testdir({
    "b.json": JSON.stringify({ uid: "b", title: "B", panels: [] }),
    "a.json": JSON.stringify({ uid: "a", title: "A", panels: [] }),
    "provider.json": JSON.stringify({ apiVersion: 1 }),
    "README.md": "# no dashboard",
  });
  t.strictSame(
    readDashboards(folder).map(({ uid }) => uid),
    ["a", "b"],
  );
});

t.test("a folder without a dashboard is wrong use, and named", async (t) => {
  const folder = t.testdir({ "null.json": "null" });
  t.throws(() => readDashboards(folder), { code: "PLIMSOLL_WRONG_USE", message: folder });
  t.throws(() => readDashboards(`${folder}/missing`), {
    code: "PLIMSOLL_WRONG_USE",
    message: "missing",
  });
});

t.test("a file that is no JSON is wrong use, and named", async (t) => {
  const folder = t.testdir({ "torn.json": "{" });
  t.throws(() => readDashboards(folder), { code: "PLIMSOLL_WRONG_USE", message: "torn.json" });
});
