import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { openResultStore } from "../../src/campaign/result-store.ts";
import { control, gradual, planned, recordOf } from "./runs.ts";

t.test("a run that was saved is found by the next session", (t) => {
  const folder = join(t.testdir(), "new", "drill");
  const leak = planned("leak");
  const second = { ...leak, run: 2 };
  const steady = planned("steady");
  openResultStore(folder).save(second, recordOf(gradual({ run: 2 })));
  openResultStore(folder).save(steady, recordOf(control()));

  const store = openResultStore(folder);
  t.same(
    [leak, second, steady].map((one) => store.has(one)),
    [false, true, true],
  );
  t.same(store.read([steady, leak, second]), [recordOf(control()), recordOf(gradual({ run: 2 }))]);
  t.end();
});

t.test("a run that is saved again takes the place of the one before", (t) => {
  const store = openResultStore(t.testdir());
  const leak = planned("leak");
  store.save(leak, recordOf(gradual()));
  store.save(leak, recordOf(gradual({ passed: false })));
  t.match(store.read([leak]), [{ drill: { passed: false } }]);
  t.end();
});

t.test("forgetting takes the record and the recording of a run, and nothing else", (t) => {
  const folder = t.testdir({ "notes.txt": "mine" });
  const store = openResultStore(folder);
  const leak = planned("leak");
  store.save(leak, recordOf(gradual()));
  writeFileSync(store.recordingOf(leak), "{}\n");
  t.not(store.recordingOf(leak), store.recordingOf({ ...leak, run: 2 }));
  const other = planned("surge");
  store.save(other, recordOf(gradual()));
  store.forget([leak]);
  t.equal(store.has(leak), false);
  t.equal(store.has(other), true, "a run that nobody asked for again stays");
  t.equal(existsSync(store.recordingOf(leak)), false);
  t.same(readdirSync(folder), ["notes.txt", "surge-1.json"]);
  t.end();
});

t.test("a file that is no record is refused by its name", (t) => {
  const folder = t.testdir({ "leak-1.json": '{"drill":' });
  t.throws(() => openResultStore(folder).read([planned("leak")]), {
    code: "PLIMSOLL_RUN_FAILED",
    message: /leak-1\.json: is no record of a run\. Delete it/,
  });
  t.end();
});
