import { type Browser, chromium, type Page } from "playwright-core";
import type { Test } from "tap";
import { CHROMIUM } from "../repository.ts";

/** What a page complained of or asked elsewhere; empty when all is well. */
export interface Watched {
  readonly page: Page;
  readonly complaints: string[];
}

/** Starts Chromium; ends it after the test. */
export async function openBrowser(t: Test): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: CHROMIUM });
  t.teardown(() => browser.close());
  return browser;
}

/** Opens a page and notes every error, every failed answer and every request to another origin. */
export async function watchPage(
  browser: Browser,
  url: string,
  options: Parameters<Browser["newPage"]>[0] = {},
): Promise<Watched> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 1200 }, ...options });
  const complaints: string[] = [];
  page.on("console", (message) => {
    const text = message.text();
    // Chromium's remark on tests that read what a canvas shows.
    if (text.startsWith("Canvas2D: Multiple readback")) return;
    if (["error", "warning"].includes(message.type())) complaints.push(text);
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== new URL(url).origin && protocol !== "data:") {
      complaints.push(`asked ${request.url()}`);
    }
  });
  page.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(url);
  return { page, complaints };
}
