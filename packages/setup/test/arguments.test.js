import t from "tap";
import { parseArguments } from "../src/arguments.js";

const wrongUse = { code: "PLIMSOLL_WRONG_USE", exitCode: 2 };

t.test("a command is given with its arguments", async (t) => {
  t.same(parseArguments(["test", "packages/catalog"]), {
    command: "test",
    args: ["packages/catalog"],
  });
  t.same(parseArguments(["check"]), { command: "check", args: [] });
});

t.test("the own options of the demo and of the drills are handed on", async (t) => {
  t.same(parseArguments(["demo", "--json", "out.json"]), {
    command: "demo",
    args: ["--json", "out.json"],
  });
  t.same(parseArguments(["drill", "leak", "--runs", "3", "--resume"]), {
    command: "drill",
    args: ["leak", "--runs", "3", "--resume"],
  });
});

t.test("each command has a help of its own, and so has the whole", async (t) => {
  const texts = [["demo"], ["drill"], ["test"], ["check"], []].map((argv) => {
    const parsed = parseArguments([...argv, "--help"]);
    return "help" in parsed ? parsed.help : undefined;
  });
  t.match(texts, [
    /^npm run demo/,
    /^npm run drill/,
    /^npm test/,
    /^npm run check/,
    /demo\|drill\|test\|check/,
  ]);
  t.equal(new Set(texts).size, 5);
  t.ok(
    texts
      .join("\n")
      .split("\n")
      .every((line) => line.length <= 100),
  );
});

t.test("a wrong command line is refused with what is wrong in it", async (t) => {
  t.throws(() => parseArguments([]), { ...wrongUse, message: /got nothing/ });
  t.throws(() => parseArguments(["tset"]), { ...wrongUse, message: /got "tset"/ });
  t.throws(() => parseArguments(["test", "--watch"]), { ...wrongUse, message: /--watch/ });
  t.throws(() => parseArguments(["check", "x"]), { ...wrongUse, message: /no arguments, got "x"/ });
});
