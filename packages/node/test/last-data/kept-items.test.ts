import t from "tap";
import { KeptItems } from "../../src/last-data/kept-items.ts";

t.test("what is queued and what is being sent is kept, oldest first", (t) => {
  const kept = new KeptItems<string>(10);
  for (const item of ["a", "b", "c"]) kept.add(item);
  kept.startSending(["a", "b"]);
  t.same(kept.takeAll(), ["a", "b", "c"]);
  t.same(kept.takeAll(), [], "once");
  t.end();
});

t.test("what was sent is kept no longer", (t) => {
  const kept = new KeptItems<string>(10);
  for (const item of ["a", "b", "c"]) kept.add(item);
  const batch = ["a", "b"];
  kept.startSending(batch);
  kept.finishSending(batch);
  t.same(kept.takeAll(), ["c"]);
  t.end();
});

t.test("what the processor dropped leaves with the batch after it", (t) => {
  const kept = new KeptItems<string>(10);
  for (const item of ["a", "dropped", "b", "c"]) kept.add(item);
  const batch = ["a", "b"];
  kept.startSending(batch);
  kept.finishSending(batch);
  t.same(kept.takeAll(), ["c"]);
  t.end();
});

t.test("an unknown batch takes nothing of the queue", (t) => {
  const kept = new KeptItems<string>(10);
  kept.add("a");
  kept.startSending([]);
  kept.startSending(["x"]);
  t.same(kept.takeAll(), ["x", "a"]);
  t.end();
});

t.test("no more is kept than the limit, and none after the end", (t) => {
  const kept = new KeptItems<number>(2);
  for (let i = 0; i < 1000; i += 1) kept.add(i);
  t.same(kept.takeAll(), [0, 1]);
  kept.close();
  kept.add(3);
  t.same(kept.takeAll(), []);
  t.end();
});
