import t from "tap";
import { showDashboards } from "../../src/demo/show-dashboards.ts";

/** The part of a stack that the dashboards need. */
function stackOf(prometheus: string) {
  const stops: (() => Promise<void>)[] = [];
  const add = async (stop: () => Promise<void>): Promise<void> => void stops.push(stop);
  const urls = { app: "", metrics: "", prometheus, alertmanager: "", database: "" };
  const processes = { add, start: unasked, stop: unasked, stopAll: unasked };
  return { stack: { urls, processes }, stops };
}

async function unasked(): Promise<never> {
  throw new Error("the dashboards are no process of their own");
}

t.test(
  "the dashboards are served until the stack is stopped, with the drill's moments",
  async (t) => {
    const { stack, stops } = stackOf("http://127.0.0.1:1");
    const lines: string[] = [];
    const screen = { print: (line: string) => void lines.push(line), status: () => {} };
    const timeline = [{ kind: "fault", at: 1, text: "the fault" } as const];
    const url = await showDashboards(stack, screen, () => timeline);
    t.strictSame(lines, [`Dashboards: ${url}`]);
    const data = (await (await fetch(`${url}/viewer.json`)).json()) as {
      dashboards: { uid: string }[];
    };
    t.match(data, { timeline, scrapeIntervalSeconds: 5 });
    t.ok(data.dashboards.some(({ uid }) => uid === "plimsoll-pool"));
    await Promise.all(stops.map((stop) => stop()));
    await t.rejects(fetch(`${url}/viewer.json`));
  },
);

t.test("dashboards that cannot be had are told, and no failure of the drill", async (t) => {
  const lines: string[] = [];
  const screen = { print: (line: string) => void lines.push(line), status: () => {} };
  const url = await showDashboards(stackOf("no address").stack, screen, () => []);
  t.equal(url, undefined);
  t.match(lines, [/^Dashboards are not shown: .*http/]);
});
