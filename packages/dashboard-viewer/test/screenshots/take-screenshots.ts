import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { chromium, type Page } from "playwright-core";
import { readDashboards, startViewer } from "../../src/index.ts";
import { askedOf } from "../browser/asked-queries.ts";
import { drawnPanels } from "../browser/drawn-panels.ts";
import { until } from "../browser/monitoring.ts";
import { CHROMIUM, DASHBOARDS } from "../repository.ts";

const USAGE = `node packages/dashboard-viewer/dist/test/screenshots/take-screenshots.js --prometheus URL [OPTIONS]

Writes one picture per dashboard: NAME-SUFFIX.png, such as pool-leak.png.

  --from T --to T      time range, as Grafana writes it: now-10m, 2026-11-25T00:00:00.000Z or Unix milliseconds; default: the dashboard's
  --suffix TEXT        default: none
  --theme dark|light   default: dark
  --size W[xH]         of the screen, such as 1920x1080 for a wall; default: 1440, and as high as the dashboard is
  --kiosk              the dashboard alone, without header and alerts
  --only NAME          one dashboard, such as pool
  --var NAME=VALUE     a variable's value; may be repeated
  --out DIR            default: docs/images
  --dashboards DIR     default: dashboards
  --scrape-interval S  default: 5, as in npm run demo`;

const { values } = parseArgs({
  options: {
    prometheus: { type: "string" },
    from: { type: "string" },
    to: { type: "string" },
    suffix: { type: "string" },
    theme: { type: "string", default: "dark" },
    size: { type: "string", default: "1440" }, // a laptop's
    kiosk: { type: "boolean", default: false },
    only: { type: "string" },
    var: { type: "string", multiple: true, default: [] },
    out: { type: "string", default: "docs/images" },
    dashboards: { type: "string", default: DASHBOARDS },
    "scrape-interval": { type: "string", default: "5" },
    help: { type: "boolean", default: false },
  },
});

if (values.help || values.prometheus === undefined) {
  console.log(USAGE);
  process.exitCode = values.help ? 0 : 2;
} else if (!existsSync(CHROMIUM)) {
  console.error(`No Chromium at ${CHROMIUM}. Bring it by: npm test -- packages/dashboard-viewer`);
  process.exitCode = 1;
} else await takeAll(values.prometheus);

/** Width and height of the screen; without a height it is as high as need be. */
function screen(): { readonly width: number; readonly height: number } {
  const [width = 0, height = Infinity] = values.size.split("x").map(Number);
  return { width, height };
}

async function takeAll(prometheus: string): Promise<void> {
  const dashboards = readDashboards(values.dashboards);
  const scrapeIntervalSeconds = Number(values["scrape-interval"]);
  const viewer = await startViewer({ prometheus, dashboards, scrapeIntervalSeconds });
  const browser = await chromium.launch({ executablePath: CHROMIUM });
  mkdirSync(values.out, { recursive: true });
  try {
    for (const { uid } of dashboards) {
      const name = uid.replace(/^plimsoll-/, "");
      if (values.only !== undefined && values.only !== name) continue;
      const page = await browser.newPage({ viewport: { width: screen().width, height: 6000 } });
      const file = join(values.out, `${[name, values.suffix].filter(Boolean).join("-")}.png`);
      await takeOne(page, `${viewer.url}/d/${uid}?${search()}`, file);
      console.log(resolve(file));
      await page.close();
    }
  } finally {
    await browser.close();
    await viewer.close();
  }
}

function search(): string {
  const parameters = new URLSearchParams({ theme: values.theme, refresh: "" });
  if (values.kiosk) parameters.set("kiosk", "1");
  if (values.from !== undefined) parameters.set("from", values.from);
  if (values.to !== undefined) parameters.set("to", values.to);
  for (const pair of values.var) {
    const at = pair.indexOf("=");
    parameters.append(`var-${pair.slice(0, at)}`, pair.slice(at + 1));
  }
  return parameters.toString();
}

/** Waits until every panel has drawn, and until nothing has changed since; then takes as much of the page as is filled. */
async function takeOne(page: Page, url: string, file: string): Promise<void> {
  const asked = askedOf(page);
  await page.goto(url);
  await page.locator("[data-viz-panel-key]").first().waitFor();
  let before = "";
  await until(`${url} has drawn`, async () => {
    const panels = await drawnPanels(page);
    const failed = panels.find(({ hasError }) => hasError);
    if (failed) throw new Error(`${url}: the panel "${failed.title}" shows an error.`);
    const shown = JSON.stringify(panels);
    const isDrawn = asked.pending() === 0 && shown === before && panels.every(isFilled);
    before = shown;
    return isDrawn;
  });
  const { width, height } = screen();
  const filled = await page.evaluate(() => {
    const bottoms = [...document.querySelectorAll("[data-griditem-key]")].map(
      (element) => element.getBoundingClientRect().bottom,
    );
    return Math.ceil(Math.max(...bottoms)) + 16;
  });
  await page.screenshot({
    path: file,
    clip: { x: 0, y: 0, width, height: Math.min(filled, height) },
  });
}

function isFilled({ text, noData, colouredPoints }: Awaited<ReturnType<typeof drawnPanels>>[0]) {
  return noData !== undefined || colouredPoints > 0 || text.trim() !== "";
}
