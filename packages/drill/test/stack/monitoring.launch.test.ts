import { once } from "node:events";
import t from "tap";
import { createRunFolder } from "../../src/stack/run-folder.ts";
import { trackProcesses } from "../../src/stack/processes.ts";
import { startMonitoring } from "../../src/stack/stack.ts";
import { pagesOf } from "../../src/score/received-page.ts";
import { descendants, survivors } from "../descendants.ts";

t.test(
  "an alert that Alertmanager gets reaches the pager, and nothing is left after the stop",
  async (t) => {
    const abort = new AbortController();
    const processes = trackProcesses(abort);
    t.teardown(() => processes.stopAll());
    const folder = createRunFolder(Date.now() / 1000, t.testdir());
    const { prometheus, alertmanager, pager } = await startMonitoring(
      processes,
      folder,
      abort.signal,
    );

    const rules = await (await fetch(`${prometheus}/api/v1/rules`)).json();
    const { groups } = (rules as { data: { groups: { name: string }[] } }).data;
    t.ok(groups.some(({ name }) => name === "plimsoll-pool"));

    const labels = {
      alertname: "PlimsollPoolLeak",
      severity: "page",
      cause: "leak",
      pool: "money",
    };
    const sentAt = Date.now() / 1000;
    const response = await fetch(`${alertmanager}/api/v2/alerts`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify([{ labels, annotations: { summary: "A connection pool leaks" } }]),
    });
    t.equal(response.status, 200);
    while (pager.notifications.length === 0)
      await new Promise((resolve) => setTimeout(resolve, 50));
    const [page] = pagesOf(pager.notifications);
    t.match(page?.alert, { labels, annotations: { summary: "A connection pool leaks" } });
    t.ok(page && page.at - sentAt < 15, "within Alertmanager's group_wait of 7 s and delivery");

    const started = descendants(process.pid).filter((pid) => pid !== process.pid);
    t.ok(started.length >= 3, "Prometheus, Alertmanager and the guard");
    await processes.stopAll();
    t.same(await survivors(started, 5), []);
    await t.rejects(fetch(pager.url), "the pager's port is closed");
    t.equal(abort.signal.aborted, false);
  },
);

t.test(
  "a configuration that Prometheus refuses ends the start with Prometheus' own words",
  async (t) => {
    const abort = new AbortController();
    const processes = trackProcesses(abort);
    t.teardown(() => processes.stopAll());
    const folder = createRunFolder(Date.now() / 1000, t.testdir({ "wrong.yml": "scrape: [" }));
    const wrong = { ...folder, prometheusConfig: `${folder.path}/../wrong.yml` };
    const started = startMonitoring(processes, wrong, abort.signal);
    await Promise.allSettled([started, abort.signal.aborted || once(abort.signal, "abort")]);
    await t.rejects(started);
    t.match(abort.signal.reason, {
      code: "PLIMSOLL_PROCESS_DIED",
      message: /^Prometheus: ended by itself with code \d\. [\s\S]*wrong\.yml/,
    });
  },
);
