import { writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { readRecording } from "../../src/replay/read-recording.ts";

const HEAD = [
  { target: 0, url: "http://h:1/metrics", labels: { job: "money", instance: "h:1" } },
  {
    at: 10,
    from: 0,
    series: [
      [0, "a", { x: "1" }],
      [1, "b", {}],
    ],
    values: [0, 1.5, 1, "NaN"],
  },
];

t.test("a recording is read by target and second, in whatever order answers came", (t) => {
  const file = fileOf(t.testdir(), [
    ...HEAD,
    { at: 12, from: 0, values: [0, 3] },
    { at: 11, from: 0, values: null },
    { gone: 0, at: 12.5 },
  ]);
  const { targets, from, to } = readRecording(file);
  t.same([from, to], [10, 12]);
  const [target] = targets;
  t.same(target?.labels, { job: "money", instance: "h:1" });
  t.same(target?.series.get(0), { name: "a", labels: { x: "1" } });
  t.same(
    [...(target?.scrapes.get(10) ?? [])],
    [
      [0, 1.5],
      [1, Number.NaN],
    ],
  );
  t.equal(target?.scrapes.get(11), null);
  t.equal(target?.goneAt, 12.5);
  t.end();
});

t.test("a last line that a crash cut off is left out", (t) => {
  const file = fileOf(t.testdir(), HEAD, '{"at":11,"fr');
  t.equal(readRecording(file).to, 10);
  t.end();
});

t.test("any other line that is wrong is an error that shows where", (t) => {
  const file = fileOf(t.testdir(), HEAD, '{"at":11,"fr\n{}\n');
  t.throws(() => readRecording(file), {
    code: "PLIMSOLL_RUN_FAILED",
    message: `${file}: line 3 is not JSON: "{\\"at\\":11,\\"fr".`,
  });
  t.throws(() => readRecording(fileOf(t.testdir(), HEAD.slice(1))), {
    message: "recording: no target 0 before its lines.",
  });
  t.throws(() => readRecording(fileOf(t.testdir(), HEAD.slice(0, 1))), {
    message: /no target was scraped in it/,
  });
  t.end();
});

function fileOf(folder: string, lines: readonly object[], rest = ""): string {
  const file = join(folder, "recording.jsonl");
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join("") + rest);
  return file;
}
