import t from "tap";
import { readOptions } from "../../src/demo/options.ts";

t.test("the demo takes its four options", (t) => {
  t.same(readOptions([]), { json: null, isControl: false, keep: false, help: false });
  t.same(readOptions(["--json", "run.json", "--control", "--keep"]), {
    json: "run.json",
    isControl: true,
    keep: true,
    help: false,
  });
  t.end();
});

t.test("anything else is wrong use, and the message names it", (t) => {
  for (const [args, message] of [
    [["--fast"], /--fast/],
    [["--json"], /--json/],
    [["--json", ""], /--json needs a file/],
    [["now"], /now/],
  ] as const) {
    t.throws(() => readOptions(args), { code: "PLIMSOLL_WRONG_USE", message });
  }
  t.end();
});
