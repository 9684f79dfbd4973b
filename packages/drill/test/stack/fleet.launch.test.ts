import { readFileSync } from "node:fs";
import { get } from "node:http";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import t, { type Test } from "tap";
import { startBalancer } from "../../src/stack/balancer.ts";
import { startDatabase } from "../../src/stack/database.ts";
import { createFleet, type Fleet } from "../../src/stack/fleet.ts";
import { trackProcesses } from "../../src/stack/processes.ts";
import { createRunFolder, type RunFolder } from "../../src/stack/run-folder.ts";
import { startTraceReceiver } from "../../src/traces/trace-receiver.ts";

const USUAL_MS = 5;

interface Started {
  readonly fleet: Fleet;
  readonly folder: RunFolder;
  readonly abort: AbortController;
}

async function startFleet(t: Test): Promise<Started> {
  const abort = new AbortController();
  const processes = trackProcesses(abort);
  t.teardown(() => processes.stopAll());
  const folder = createRunFolder(Date.now() / 1000, t.testdir());
  const traces = await startTraceReceiver();
  await processes.add(() => traces.close());
  const balancer = await startBalancer();
  await processes.add(() => balancer.close());
  const { url: databaseUrl } = await startDatabase(processes, folder, abort, { customers: 10 });
  const spec = {
    databaseUrl,
    traces: traces.endpoint,
    env: { MONEY_POOL_MAX: "4" },
    usual: { databaseMs: USUAL_MS },
    balancer,
  };
  return { fleet: createFleet(processes, folder, spec, abort.signal), folder, abort };
}

/** Over a connection of its own, as the balancer needs it. */
function ask(url: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    get(url, { agent: false }, (response) => void json(response).then(resolve, reject)).on(
      "error",
      reject,
    );
  });
}

const faultsOf = (url: string): Promise<unknown> => ask(`${url}/faults`);

async function limitOf(url: string): Promise<number> {
  const { pools } = (await ask(`${url}/debug/pools`)) as { pools: { limit: number }[] };
  return pools[0]?.limit ?? 0;
}

function targetsOf({ path }: RunFolder, name: string): unknown {
  return JSON.parse(readFileSync(join(path, "targets", `${name}.json`), "utf8"));
}

/** The pool sizes of those that answer through the balancer: two instances are told apart by them. */
async function limitsBehind({ url }: Fleet): Promise<number[]> {
  const limits = [await limitOf(url), await limitOf(url)];
  return limits.toSorted((a, b) => a - b);
}

t.test("instances come and go behind one address, with the faults that are set", async (t) => {
  const { fleet, folder, abort } = await startFleet(t);
  t.same(fleet.instances(), []);
  const first = await fleet.add();
  t.equal(first.name, "money-1");
  t.same(targetsOf(folder, "money-1"), [
    { targets: [new URL(first.metricsUrl).host], labels: { job: "money" } },
  ]);
  t.match(await faultsOf(first.url), { databaseMs: USUAL_MS, leakEvery: 0 });

  await fleet.setFaults({ leakEvery: 7 });
  t.match(await faultsOf(first.url), { databaseMs: USUAL_MS, leakEvery: 7 });
  const second = await fleet.add({ MONEY_POOL_MAX: "3" });
  t.match(await faultsOf(second.url), { databaseMs: USUAL_MS, leakEvery: 7 }, "a later one has it");
  t.same(await limitsBehind(fleet), [3, 4], "each takes its turn");

  await fleet.setFaults({});
  for (const { url } of fleet.instances()) {
    t.match(await faultsOf(url), { databaseMs: USUAL_MS, leakEvery: 0 });
  }
  await fleet.remove(first);
  t.same(fleet.instances(), [second]);
  t.same(await limitsBehind(fleet), [3, 3]);
  t.same(targetsOf(folder, "money-1"), [{ targets: [], labels: { job: "money" } }]);
  await t.rejects(ask(first.url), { code: "ECONNREFUSED" }, "its process has ended");

  await fleet.remove(first);
  t.same(fleet.instances(), [second], "one that is gone takes no other with it");
  t.notOk(abort.signal.aborted, "an instance that is removed is no process that died");
});
