import t from "tap";
import { causeInWords, durationInWords, momentInWords } from "../../src/debug/words.ts";

t.test("a duration has two units at most", async (t) => {
  const words: [number, string][] = [
    [0, "0 ms"],
    [0.0123, "12 ms"],
    [0.9999, "1.0 s"],
    [3.44, "3.4 s"],
    [59.96, "1 min 0 s"],
    [125, "2 min 5 s"],
    [3725, "1 h 2 min"],
    [90_000, "25 h 0 min"],
  ];
  for (const [seconds, text] of words) t.equal(durationInWords(seconds), text);
});

t.test("a cause is a sentence, also one that is not known here", async (t) => {
  t.equal(causeInWords("leak"), "Connections are not given back.");
  t.equal(causeInWords("other"), "other.");
});

t.test("a moment is in UTC", async (t) => {
  t.equal(momentInWords(1_795_540_721.5), "2026-11-24 17:18:41 UTC");
});
