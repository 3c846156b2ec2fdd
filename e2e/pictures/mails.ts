import { mkdirSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { Painter } from '../../alerter/mail/png.ts';
import { type Language, languages } from '../../shared/language.ts';
import { htmlOf, mailKinds } from './mail-kinds.ts';

/*
 * Takes the pictures of the mails: those of docs/alerting.md, on a phone, by day and by night, in French one by one; and sheets
 * of all kinds, for whoever changes the look: every language, the narrowest phone and a desktop. `node e2e/pictures/mails.ts`
 */

const docs = resolve(import.meta.dirname, '../../docs/pictures');
const sheets = resolve(import.meta.dirname, '../../.stack/pictures');
const phone = { width: 390, height: 844 };
const schemes = ['light', 'dark'] as const;
type Scheme = (typeof schemes)[number];
/** What the sheets show: pixels wide, and how many stand side by side. */
const screens = { phone: { width: 320, columns: 7 }, desktop: { width: 820, columns: 4 } };
/** Those that the documentation shows as well. */
const shown = new Set(['en-phone-light', 'en-phone-dark', 'fr-desktop-light', 'en-desktop-dark']);
const gap = 8;

async function screenshotOf(browser: Browser, html: string, viewport: typeof phone, colorScheme: Scheme) {
  const page = await browser.newPage({ viewport, colorScheme });
  await page.setContent(html);
  const png = await page.screenshot({ fullPage: true });
  await page.close();
  return png;
}

async function sheetOf(
  browser: Browser,
  language: Language,
  screen: keyof typeof screens,
  scheme: Scheme,
): Promise<void> {
  const { width, columns } = screens[screen];
  const images: string[] = [];
  for (const { mail } of mailKinds(language)) {
    const png = await screenshotOf(browser, await htmlOf(mail, painter), { width, height: 500 }, scheme);
    images.push(`<img src="data:image/png;base64,${png.toString('base64')}" width="${width}">`);
  }
  const page = await browser.newPage({
    viewport: { width: columns * (width + gap), height: 500 },
    deviceScaleFactor: 0.75,
  });
  await page.setContent(
    `<body style="margin:0;display:flex;flex-wrap:wrap;gap:${gap}px;align-items:flex-start;background:#94a3b8">${images.join('')}`,
  );
  const name = `${language}-${screen}-${scheme}`;
  const path = join(shown.has(name) ? docs : sheets, `mails-${name}.jpg`);
  await page.screenshot({ path, fullPage: true, type: 'jpeg', quality: 75 });
  await page.close();
  tell(path);
}

const tell = (path: string) => process.stdout.write(`${path} ${Math.ceil(statSync(path).size / 1000)} kB\n`);

const painter = new Painter();
for (const folder of [docs, sheets]) mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--headless', '--disable-gpu', '--disable-background-networking'],
});
try {
  for (const { name, mail } of mailKinds('fr')) {
    // Nobody's device has such a name.
    if (name === 'long') continue;
    for (const scheme of schemes) {
      const path = join(docs, `mail-${name}-${scheme}.png`);
      await writeFile(path, await screenshotOf(browser, await htmlOf(mail, painter), phone, scheme));
      tell(path);
    }
  }
  for (const language of languages) {
    for (const screen of ['phone', 'desktop'] as const) {
      for (const scheme of schemes) await sheetOf(browser, language, screen, scheme);
    }
  }
} finally {
  await browser.close();
  painter.rest();
}
