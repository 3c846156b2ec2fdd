import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, afterEach, expect, test } from 'vitest';
import { renderHtml } from '../alerter/mail/html.ts';
import { Painter } from '../alerter/mail/png.ts';
import { languages } from '../shared/language.ts';
import { closeBrowserPages, endBrowser, openBrowserPage } from './harness/browser.ts';
import { htmlOf, mailKinds } from './pictures/mail-kinds.ts';

/* How the mails look in a browser: nothing sticks out, and everything can be read, by day and by night. */

const painter = new Painter();
afterEach(closeBrowserPages);
afterAll(async () => {
  painter.rest();
  await endBrowser();
});

/** The narrowest phone, and a desktop. */
const widths = [320, 820];

test.each(languages)('in %s nothing sticks out, and no device is broken in two', async (language) => {
  const page = await openBrowserPage();
  for (const { name, mail } of mailKinds(language)) {
    await page.setContent(await htmlOf(mail, painter));
    for (const width of widths) {
      await page.setViewportSize({ width, height: 600 });
      const over = await page.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth);
      const pieces = await page.locator('h1 span').evaluateAll((all) => all.map((one) => one.getClientRects().length));
      const pictures = await page.locator('img').evaluateAll((all) => all.map((image) => image.naturalWidth));
      const seen = { over, broken: pieces.filter((count) => count > 1).length, picture: !pictures.includes(0) };
      expect({ name, width, ...seen }).toEqual({ name, width, over: 0, broken: 0, picture: true });
    }
  }
});

test.each(['light', 'dark'] as const)('%s: every text stands out from its ground', async (colorScheme) => {
  const page = await openBrowserPage({ viewport: { width: 390, height: 600 }, colorScheme });
  for (const { name, mail } of mailKinds('fr')) {
    await page.setContent(renderHtml(mail, undefined));
    const { violations, passes } = await new AxeBuilder({ page }).withRules(['color-contrast']).analyze();
    expect(violations.flatMap(({ nodes }) => nodes.map(({ html }) => `${name}: ${html.slice(0, 200)}`))).toEqual([]);
    expect(passes.map(({ id }) => id)).toContain('color-contrast');
  }
});
