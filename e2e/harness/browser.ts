import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const folder = resolve(import.meta.dirname, '../../docs/pictures');
let browser: Browser | undefined;

/** A page in the system's Chromium, in a context of its own, in French unless said otherwise. */
export async function openBrowserPage(options: BrowserContextOptions = {}): Promise<Page> {
  browser ??= await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--headless', '--disable-gpu', '--disable-background-networking'],
  });
  const context = await browser.newContext({ viewport: { width: 1024, height: 768 }, locale: 'fr-BE', ...options });
  return await context.newPage();
}

/** Closes what a test has opened. */
export async function closeBrowserPages(): Promise<void> {
  for (const context of browser?.contexts() ?? []) await context.close();
}

/** Ends the browser with all its pages. */
export async function endBrowser(): Promise<void> {
  await browser?.close();
  browser = undefined;
}

/** With `PICTURES=1` in the environment, the documentation's picture of what is to be seen. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!process.env.PICTURES) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
