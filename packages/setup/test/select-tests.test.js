import t from "tap";
import { selectTests } from "../src/select-tests.js";

const tree = {
  packages: {
    pool: {
      src: { "a.ts": "" },
      test: { "a.test.ts": "", deep: { "b.pg.test.ts": "" }, "fake-pool.ts": "" },
      dist: {
        test: { "a.test.js": "", "fake-pool.js": "", deep: { "b.pg.test.js": "" } },
        src: { "a.js": "" },
      },
    },
    setup: { src: { "x.js": "" }, test: { "c.test.js": "" }, node_modules: { "d.test.js": "" } },
    empty: { src: {} },
  },
};

t.test("a package gives all its tests, compiled where they are TypeScript", async (t) => {
  const root = t.testdir(tree);
  t.same(selectTests(root, ["packages/pool"]), [
    "packages/pool/dist/test/a.test.js",
    "packages/pool/dist/test/deep/b.pg.test.js",
  ]);
  t.same(selectTests(root, ["packages/setup/"]), ["packages/setup/test/c.test.js"]);
});

t.test("a file or folder of tests gives the compiled ones", async (t) => {
  const root = t.testdir(tree);
  t.same(selectTests(root, ["packages/pool/test/a.test.ts"]), [
    "packages/pool/dist/test/a.test.js",
  ]);
  t.same(selectTests(root, ["packages/pool/test/deep"]), [
    "packages/pool/dist/test/deep/b.pg.test.js",
  ]);
  t.same(selectTests(root, ["packages/pool/dist/test/a.test.js", "packages/pool/test/a.test.ts"]), [
    "packages/pool/dist/test/a.test.js",
  ]);
});

t.test("an argument that leads to no test is refused by its name", async (t) => {
  const root = t.testdir(tree);
  for (const arg of ["packages/none", "packages/empty", "packages/pool/test/fake-pool.ts"]) {
    t.throws(() => selectTests(root, [arg]), {
      code: "PLIMSOLL_WRONG_USE",
      message: `${JSON.stringify(arg)}: no test there`,
    });
  }
});
