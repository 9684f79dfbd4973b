import type { Locator, Page } from "playwright-core";

/** A panel as a reader sees it. */
export interface DrawnPanel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  /** All text but the title. */
  readonly text: string;
  /** The words that stand in the place of values, when there are none. */
  readonly noData: string | undefined;
  /** Points of colour on its canvases: axes and grid have none. */
  readonly colouredPoints: number;
  readonly tableRows: number;
  readonly hasError: boolean;
}

/** Every panel on the page. */
export async function drawnPanels(page: Page): Promise<DrawnPanel[]> {
  const panels = await page.locator("[data-viz-panel-key]").all();
  return Promise.all(panels.map(readPanel));
}

function readPanel(panel: Locator): Promise<DrawnPanel> {
  return panel.evaluate((element) => {
    // oxlint-disable-next-line unicorn/consistent-function-scoping -- runs in the page, where nothing else of this file is
    const coloured = (canvas: HTMLCanvasElement): number => {
      const { width, height } = canvas;
      const context = canvas.getContext("2d");
      if (context === null || width === 0 || height === 0) return 0;
      const { data } = context.getImageData(0, 0, width, height);
      let count = 0;
      for (let at = 0; at < data.length; at += 4) {
        const [red = 0, green = 0, blue = 0, alpha = 0] = data.subarray(at, at + 4);
        if (alpha > 100 && Math.max(red, green, blue) - Math.min(red, green, blue) > 40) count += 1;
      }
      return count;
    };
    const title = element.querySelector("h2, h6")?.textContent ?? "";
    return {
      id: Number(element.getAttribute("data-viz-panel-key")?.replace("panel-", "")),
      type: element.getAttribute("data-plugin-id") ?? "",
      title,
      text: (element.textContent ?? "").replace(title, ""),
      noData: element.querySelector("[data-no-data]")?.textContent ?? undefined,
      colouredPoints: [...element.querySelectorAll("canvas")]
        .map(coloured)
        .reduce((sum, count) => sum + count, 0),
      tableRows: element.querySelectorAll('[role="row"]').length,
      hasError:
        element.querySelector('[data-testid*="Panel status"]') !== null ||
        /unexpected error/i.test(element.textContent ?? ""),
    };
  });
}
