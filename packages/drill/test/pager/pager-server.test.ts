import t from "tap";
import { type Channel, startPager } from "../../src/pager/pager-server.ts";
import { page } from "../score/pages.ts";

const BODY = JSON.stringify({ version: "4", status: "firing", alerts: [page(0).alert] });

async function post(url: string, body: string): Promise<number> {
  const response = await fetch(url, { method: "POST", body });
  await response.body?.cancel();
  return response.status;
}

t.test("a notification is kept with the moment of its arrival", async (t) => {
  const pager = await startPager({ host: "127.0.0.1", port: 0 });
  t.teardown(() => pager.close());
  const before = Date.now() / 1000;
  t.equal(await post(`${pager.url}/alerts`, BODY), 200);
  const [received] = pager.notifications;
  t.ok(received && received.at >= before && received.at <= Date.now() / 1000);
  t.same(received?.alerts, [page(0).alert]);
});

t.test("tickets are told, and kept apart from pages", async (t) => {
  const told: Channel[] = [];
  const onNotification = (channel: Channel): void => void told.push(channel);
  const pager = await startPager({ host: "127.0.0.1", port: 0, onNotification });
  t.teardown(() => pager.close());
  t.equal(await post(`${pager.url}/tickets`, BODY), 200);
  t.same(told, ["tickets"]);
  t.same(pager.notifications, []);
});

t.test("what is no notification is refused and not kept", async (t) => {
  const pager = await startPager({ host: "127.0.0.1", port: 0 });
  t.teardown(() => pager.close());
  for (const body of ["", "[]", "{}", '{"alerts":[1]}', '{"alerts":[{"status":"maybe"}]}']) {
    t.equal(await post(`${pager.url}/alerts`, body), 400, body);
  }
  t.equal(await post(`${pager.url}/elsewhere`, BODY), 404);
  t.equal((await fetch(`${pager.url}/alerts`)).status, 404);
  t.same(pager.notifications, []);
});
