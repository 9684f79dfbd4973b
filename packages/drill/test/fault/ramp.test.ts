import { setTimeout as delay } from "node:timers/promises";
import t from "tap";
import { ramp } from "../../src/fault/ramp.ts";

const NEVER = new AbortController().signal;
const SECONDS = 0.06;
const STEP_SECONDS = 0.01;

t.test("a ramp goes in whole numbers from its start to its end", async (t) => {
  const values: number[] = [];
  const startedAt = performance.now();
  const set = async (value: number): Promise<void> => void values.push(value);
  await ramp(100, 400, SECONDS, set, NEVER, STEP_SECONDS);
  t.ok(performance.now() - startedAt >= SECONDS * 1000 - 1);
  t.equal(values[0], 100);
  t.equal(values.at(-1), 400);
  t.strictSame(
    values,
    values.toSorted((a, b) => a - b),
  );
  t.ok(values.every(Number.isInteger));
  t.ok(values.length > 2 && values.length <= 7, `${values.length} values`);
});

t.test("a ramp goes down, too", async (t) => {
  const values: number[] = [];
  await ramp(4, 0, SECONDS, async (value) => void values.push(value), NEVER, STEP_SECONDS);
  t.strictSame([values[0], values.at(-1)], [4, 0]);
});

t.test("a ramp of 0 seconds is a step", async (t) => {
  const values: number[] = [];
  await ramp(0, 9, 0, async (value) => void values.push(value), NEVER);
  t.strictSame(values, [9]);
});

t.test("a setting that takes long makes the steps larger, not the ramp longer", async (t) => {
  const values: number[] = [];
  const set = async (value: number): Promise<void> => {
    values.push(value);
    await delay(SECONDS * 1000);
  };
  await ramp(0, 60, SECONDS, set, NEVER, STEP_SECONDS);
  t.strictSame(values, [0, 60]);
});

t.test("an aborted ramp ends with the reason, and sets nothing more", async (t) => {
  const abort = new AbortController();
  const values: number[] = [];
  const set = async (value: number): Promise<void> => {
    values.push(value);
    setImmediate(() => abort.abort(new Error("interrupted")));
  };
  await t.rejects(ramp(0, 10, 600, set, abort.signal), { message: "interrupted" });
  await t.rejects(ramp(0, 10, 600, set, abort.signal), { message: "interrupted" });
  t.strictSame(values, [0]);
});

t.test("a setting that fails ends the ramp with its error", async (t) => {
  const refused = new Error("refused");
  await t.rejects(
    ramp(0, 10, 600, () => Promise.reject(refused), NEVER),
    { message: "refused" },
  );
});
