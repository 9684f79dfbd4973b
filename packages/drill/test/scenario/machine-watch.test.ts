import { setTimeout as delay } from "node:timers/promises";
import t from "tap";
import { watchMachine } from "../../src/scenario/machine-watch.ts";

t.test("a second in which nothing ran is a stall, with its begin and its length", async (t) => {
  const machine = watchMachine();
  t.teardown(() => machine.stop());
  await delay(250);
  const before = machine.stalls().length;
  const beganAt = Date.now() / 1000;
  runNothing(1000);
  await delay(250);
  const [stall] = machine.stalls().slice(before);
  t.ok(stall, "a stall was noted");
  t.ok(Math.abs((stall?.at ?? 0) - beganAt) < 0.2, "it began when the loop was blocked");
  t.ok((stall?.seconds ?? 0) > 0.85, "it is as long as the block");
});

t.test("what is over before it could make a request late is none", async (t) => {
  const machine = watchMachine();
  t.teardown(() => machine.stop());
  await delay(250);
  const beganAt = performance.now();
  runNothing(200);
  const tookMs = performance.now() - beganAt;
  const before = machine.stalls().length;
  await delay(150);
  // A machine that stood still right here would be told, and rightly so.
  if (tookMs < 300) t.same(machine.stalls().slice(before), []);
});

t.test("after its stop it notes nothing", async (t) => {
  const machine = watchMachine();
  machine.stop();
  const before = machine.stalls().length;
  runNothing(700);
  await delay(150);
  t.equal(machine.stalls().length, before);
});

function runNothing(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
