import type { Browser, Page } from "playwright-core";
import t, { type Test } from "tap";
import { readDashboards, startViewer, timelineOf, type ViewerDashboard } from "../../src/index.ts";
import { DASHBOARDS, FIXTURES } from "../repository.ts";
import { askedOf, type Asked } from "./asked-queries.ts";
import { type DrawnPanel, drawnPanels } from "./drawn-panels.ts";
import { countSeries, startMonitoring, until } from "./monitoring.ts";
import { openBrowser, watchPage } from "./open-browser.ts";
import { FINE, LEAKING, POOL } from "./replay.ts";

const prometheus = await startMonitoring(t);
const now = Date.now() / 1000;
const viewer = await startViewer({
  prometheus,
  dashboards: [...readDashboards(FIXTURES), ...readDashboards(DASHBOARDS)],
  scrapeIntervalSeconds: 1,
  timeline: () =>
    timelineOf({
      scenario: "a leak",
      faultAt: now - 60,
      firstPageAt: now - 30,
      firstUserErrorAt: now - 10,
      namedCause: "leak",
    }),
});
t.teardown(() => viewer.close());
const browser: Browser = await openBrowser(t);
const fixture = `${viewer.url}/d/every-panel?var-service=${LEAKING}&from=now-2m&to=now`;

await until("the leak's page fires", async () => {
  const page = `ALERTS{alertname="PlimsollPoolLeak",alertstate="firing",service="${LEAKING}"}`;
  return (await countSeries(prometheus, page)) > 0;
});

// Recorded every 30 s only, and the page may be sooner.
await until("the queries are recorded", async () => {
  return (await countSeries(prometheus, "plimsoll:query_bucket:rate1m")) > 0;
});

for (const dashboard of readDashboards(DASHBOARDS)) {
  t.test(`${dashboard.title} draws what Prometheus answers, panel by panel`, async (t) => {
    const url = `${viewer.url}/d/${dashboard.uid}?from=now-2m&to=now&var-service=${LEAKING}`;
    const { page, complaints } = await watchPage(browser, url, {
      // High enough for every panel: those out of sight are not asked for.
      viewport: { width: 1440, height: 6000 },
    });
    const asked = askedOf(page);
    await openRows(page);
    const panels = await settledPanels(page, asked);
    const json = panelsOf(dashboard);
    t.strictSame(
      panels.map(({ id }) => id).toSorted(ascending),
      [...json.keys()].toSorted(ascending),
    );
    for (const panel of panels) checkPanel(t, panel, json.get(panel.id), asked);
    const drawn = panels.filter(({ noData }) => noData === undefined).length;
    t.ok(drawn >= panels.length * 0.7, `${drawn} of ${panels.length} panels drew values`);
    t.strictSame(complaints, []);
    await page.close();
  });
}

t.test("every type of panel draws values, or the words for none", async (t) => {
  const { page, complaints } = await watchPage(browser, fixture);
  const asked = askedOf(page);
  await openRows(page);
  const panels = await settledPanels(page, asked);
  t.strictSame(panels.map(({ id }) => id).toSorted(ascending), [2, 3, 4, 5, 6, 7, 9, 10]);
  const json = panelsOf(readDashboards(FIXTURES)[0]);
  for (const panel of panels) checkPanel(t, panel, json.get(panel.id), asked);
  const text = (id: number): string => panels.find((panel) => panel.id === id)?.text ?? "";
  t.match(text(3), "none here");
  t.match(text(5), new RegExp(`${POOL}.*${LEAKING}`));
  t.match(text(10), `Look at ${LEAKING} first.`);
  t.equal(await page.locator("main script").count(), 0, "what could run is taken out of a text");
  t.strictSame(complaints, []);
  await page.close();
});

t.test("a pointer on a chart shows the values of its moment", async (t) => {
  const high = { viewport: { width: 1440, height: 2000 } };
  const { page, complaints } = await watchPage(browser, fixture, high);
  for (const [title, content] of [
    ["Connections", /limit.*\d/s],
    ["Waits", /ms.*ops\/s/s],
    ["Firing", /PlimsollPoolLeak.*firing/s],
  ] as const) {
    const plot = page.getByRole("region", { name: title }).locator(".u-over");
    await plot.waitFor();
    await until(`a tooltip on ${title}`, async () => {
      const box = await plot.boundingBox();
      if (box === null) return false;
      await page.mouse.move(box.x + box.width - 20 - Math.random() * 10, box.y + box.height / 2);
      const tooltip = page.locator("[data-testid='data-testid viz-tooltip-wrapper']");
      return content.test((await tooltip.allTextContents()).join(" "));
    });
    t.pass(`${title} says ${content}`);
    await page.mouse.move(0, 0);
  }
  t.strictSame(complaints, []);
  await page.close();
});

t.test("a wall shows the dashboard alone, with ?kiosk=1 in the address", async (t) => {
  const { page, complaints } = await watchPage(browser, `${fixture}&kiosk=1`);
  await page.locator("[data-viz-panel-key]").first().waitFor();
  t.equal(await page.getByRole("navigation", { name: "Dashboards" }).count(), 0);
  t.equal(await page.getByRole("region", { name: "Alerts" }).count(), 0);
  await page.getByRole("combobox", { name: "Service" }).waitFor();
  t.strictSame(complaints, []);
  await page.close();
});

t.test("another value of a variable shows other data, and stands in the address", async (t) => {
  const { page, complaints } = await watchPage(browser, fixture);
  const limit = page.getByRole("region", { name: "Limit" });
  await until("a limit", async () => /\d/.test((await limit.textContent()) ?? ""));
  const firing = page.getByRole("region", { name: "Firing" });
  await firing.locator("canvas").waitFor();
  await page.getByRole("combobox", { name: "Service" }).click();
  await page.getByRole("option", { name: FINE }).click();
  await page.waitForURL(new RegExp(`var-service=${FINE}`));
  await until("no page of the service that is fine", async () => {
    return !/PlimsollPoolLeak/.test(await firing.innerText()) && (await firing.innerText()) !== "";
  });
  await page.waitForURL(/var-pool=/);
  t.strictSame(complaints, []);
  await page.close();
});

t.test("what fires stands on top, with its cause and what to do", async (t) => {
  const { page, complaints } = await watchPage(browser, fixture);
  const alert = page.getByRole("region", { name: "Alerts" }).locator("details").first();
  await alert.waitFor();
  const text = await alert.innerText();
  t.match(text, /page\s+PoolLeak\s+leaking \/ \S+\s+cause: leak/);
  t.match(text, /Evidence[\s\S]*Do first[\s\S]*Restart[\s\S]*Do not[\s\S]*Do not scale out/);
  const runbook = alert.getByRole("link", { name: "Runbook" });
  t.match(await runbook.getAttribute("href"), /runbooks\/PlimsollPoolLeak\.md$/);
  const link = await alert.getByRole("link", { name: "Dashboard" }).getAttribute("href");
  t.match(link, /^\/d\/plimsoll-pool\?var-service=leaking/);
  t.strictSame(complaints, []);
  await page.close();
});

t.test("a drill's moments stand above the charts", async (t) => {
  const { page } = await watchPage(browser, fixture);
  const drill = page.getByRole("region", { name: "Drill" });
  await drill.waitFor();
  t.match(
    await drill.innerText(),
    /the fault: a leak[\s\S]*\+30 s[\s\S]*page: cause leak[\s\S]*\+50 s/,
  );
  await page.close();
});

t.test("links keep variables and time, and lead to the place that they name", async (t) => {
  const { page, complaints } = await watchPage(browser, fixture);
  const again = page.getByRole("link", { name: "Again" });
  await until("the variables in the address", async () => page.url().includes("var-pool="));
  t.match(await again.getAttribute("href"), /var-service=leaking.*from=now-2m/);
  const limit = page.getByRole("region", { name: "Limit" });
  await limit.getByRole("button", { name: "Links of this panel" }).click();
  const item = page.getByRole("menuitem", { name: "This service again" });
  t.match(await item.getAttribute("href"), /\/d\/every-panel\?var-service=leaking&from=/);
  await page.keyboard.press("Escape");
  const pools = page.getByRole("region", { name: "Pools" });
  await pools
    .getByRole("row", { name: `${POOL} ${FINE}` })
    .getByRole("link")
    .click();
  await page.waitForURL(new RegExp(`var-service=${FINE}&var-pool=${POOL}`));
  t.strictSame(complaints, []);
  await page.close();
});

t.test("a panel's description shows when its mark is hovered", async (t) => {
  const { page } = await watchPage(browser, fixture);
  const limit = page.getByRole("region", { name: "Limit" });
  await limit.getByTestId("icon-info-circle").hover();
  const tip = page.getByRole("tooltip");
  await tip.waitFor();
  t.match(await tip.innerText(), /Most connections\. Do: nothing\./);
  await page.close();
});

t.test("whatever the keyboard reaches shows that it has the focus", async (t) => {
  // Without motion a focus' mark comes and goes at once.
  const { page } = await watchPage(browser, fixture, { reducedMotion: "reduce" });
  await page.getByRole("region", { name: "Limit" }).waitFor();
  for (let stop = 0; stop < 12; stop += 1) {
    await page.keyboard.press("Tab");
    const { name, marked, plain } = await page.evaluate(async () => {
      const focused = document.activeElement as HTMLElement;
      // A field's frame, which is an element around it, shows its focus.
      const looks = (): string => {
        const around = [focused];
        for (let at = focused; at.parentElement && around.length < 5; at = at.parentElement) {
          around.push(at.parentElement);
        }
        return around
          .map((element) => getComputedStyle(element))
          .map(({ outline, boxShadow, borderColor }) => [outline, boxShadow, borderColor].join())
          .join("; ");
      };
      const marked = looks();
      focused.blur();
      // React draws what an event changed one frame later.
      await new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(resolve));
      });
      const plain = looks();
      focused.focus();
      return { name: focused.outerHTML.slice(0, 120), marked, plain };
    });
    t.not(marked, plain, name);
  }
  await page.close();
});

t.test("the page is dark or light as the system prefers, or as was chosen", async (t) => {
  const { page } = await watchPage(browser, fixture, { colorScheme: "light" });
  await page.getByRole("region", { name: "Limit" }).waitFor();
  t.ok((await brightness(page)) > 200, "light");
  await page.getByRole("button", { name: "Dark colours" }).click();
  await page.getByRole("button", { name: "Light colours" }).waitFor();
  t.ok((await brightness(page)) < 60, "dark");
  await page.close();
});

t.test("the first page lists every dashboard; a link to traces tells the search", async (t) => {
  const { page, complaints } = await watchPage(browser, viewer.url);
  for (const { title } of [...readDashboards(FIXTURES), ...readDashboards(DASHBOARDS)]) {
    await page.getByRole("link", { name: title, exact: true }).waitFor();
  }
  const panes = JSON.stringify({ a: { queries: [{ query: "{ span.db.system.name }" }] } });
  await page.goto(`${viewer.url}/explore?${new URLSearchParams({ panes })}`);
  await page.getByText("{ span.db.system.name }").waitFor();
  t.strictSame(complaints, []);
  await page.close();
});

/** Types of panel that draw on a canvas. */
const PLOTS: ReadonlySet<string> = new Set(["timeseries", "heatmap", "state-timeline"]);

interface PanelJson {
  readonly id: number;
  readonly type: string;
  readonly targets?: readonly { readonly expr: string }[];
  readonly fieldConfig?: { readonly defaults: { readonly noValue?: string } };
  readonly panels?: readonly PanelJson[];
}

/** Panels by id, those of closed rows too. */
function panelsOf(dashboard: ViewerDashboard | undefined): Map<number, PanelJson> {
  const top = (dashboard?.panels ?? []) as readonly PanelJson[];
  const all = top.flatMap((panel) => [panel, ...(panel.panels ?? [])]);
  return new Map(all.filter(({ type }) => type !== "row").map((panel) => [panel.id, panel]));
}

function ascending(a: number, b: number): number {
  return a - b;
}

async function openRows(page: Page): Promise<void> {
  await page.locator("[data-viz-panel-key]").first().waitFor();
  const closed = page.getByRole("button", { name: "Expand row" });
  while ((await closed.count()) > 0) await closed.first().click();
}

/** The panels, once every one has an answer and shows it. */
async function settledPanels(page: Page, asked: Asked): Promise<DrawnPanel[]> {
  let panels: DrawnPanel[] = [];
  let before = "";
  await until("every panel has drawn", async () => {
    panels = await drawnPanels(page);
    const shown = JSON.stringify(panels.map(({ id, noData }) => [id, noData]));
    const isSettled = shown === before && asked.pending() === 0 && panels.every(isShown);
    before = shown;
    return isSettled;
  }).catch((error: unknown) => t.comment(String(error)));
  return panels;
}

/** The legend of a plot is there before its lines are. */
function isShown({ type, text, noData, colouredPoints, tableRows }: DrawnPanel): boolean {
  if (noData !== undefined || colouredPoints > 0 || tableRows > 1) return true;
  return !PLOTS.has(type) && text.trim() !== "";
}

/** A panel with a series shows it; one whose every answer is empty says so. */
function checkPanel(t: Test, panel: DrawnPanel, json: PanelJson | undefined, asked: Asked): void {
  const { id, type, title, text, noData, colouredPoints, tableRows, hasError } = panel;
  const name = `${id} ${title} (${type})`;
  t.notOk(hasError, `${name} has no error`);
  const counts = json?.targets?.map(({ expr }) => asked.seriesOf(expr)) ?? [1];
  if (counts.every((count) => count === 0)) {
    const words = json?.fieldConfig?.defaults.noValue ?? "No data";
    t.match(noData ?? text, words, `${name} says that there is nothing`);
    return;
  }
  t.ok(
    counts.every((count) => count !== undefined),
    `${name} asked ${counts.join(", ")}`,
  );
  t.equal(noData, undefined, `${name} shows its ${counts.join(" + ")} series`);
  if (PLOTS.has(type)) {
    t.ok(colouredPoints > 30, `${name} has ${colouredPoints} coloured points`);
  } else if (type === "table") t.ok(tableRows > 1, `${name} has ${tableRows} rows`);
  else t.match(text, /\S/, `${name} shows ${text}`);
  t.notMatch(text, /\bNaN\b|undefined|\[object/, `${name} shows no raw value`);
}

function brightness(page: Page): Promise<number> {
  return page.evaluate(() => {
    const [red = 0] = getComputedStyle(document.body).backgroundColor.match(/\d+/g) ?? [];
    return Number(red);
  });
}
