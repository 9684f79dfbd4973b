import t from "tap";
import { createScreen } from "../../src/demo/screen.ts";

function capture(isTTY: boolean): {
  output: { isTTY: boolean; columns: number; write(text: string): void };
  written: string[];
} {
  const written: string[] = [];
  return { output: { isTTY, columns: 20, write: (text) => void written.push(text) }, written };
}

t.test("without a terminal a status is a plain line, at most each five seconds", (t) => {
  const { output, written } = capture(false);
  let now = 0;
  const screen = createScreen(output, undefined, () => now);
  for (; now <= 11_000; now += 1000) screen.status(`at ${now}`);
  t.same(written, ["at 0\n", "at 5000\n", "at 10000\n"]);
  t.end();
});

t.test("on a terminal a status replaces the one before, and never wraps", (t) => {
  const { output, written } = capture(true);
  const screen = createScreen(output);
  screen.status("a".repeat(30));
  screen.status("b");
  screen.print("done");
  t.same(written, ["a".repeat(19), "\r\u001B[2Kb", "\r\u001B[2Kdone\n"]);
  t.end();
});
