import { mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { drawChart } from '../../alerter/mail/chart.ts';
import { type Composition, compose } from '../../alerter/mail/compose.ts';
import { composeDrill } from '../../alerter/mail/drill/compose.ts';
import { sampleDrill } from '../../alerter/mail/drill/sample.ts';
import { composeGroup } from '../../alerter/mail/group.ts';
import { renderHtml } from '../../alerter/mail/html.ts';
import type { Mail } from '../../alerter/mail/mail.ts';
import { Painter } from '../../alerter/mail/png.ts';
import { sampleCycle, sampleNotices } from '../../alerter/mail/samples.ts';

/* Takes the pictures of the mails in docs/alerting.md: on a phone, by day and by night. `node e2e/pictures/mails.ts` */

const folder = resolve(import.meta.dirname, '../../docs/pictures');
const phone = { width: 390, height: 844 };
const now = Date.parse('2026-11-24T02:07:12Z');
const config = {
  timeZone: 'Europe/Brussels',
  customer: 'finemeca',
  publicUrl: 'https://air.finemeca.be',
  dashboardUrl: 'https://kibana.finemeca.be/app/dashboards#/view/air',
  acknowledgeSecret: 'only for these pictures',
  airCost: { receiverLitres: 1000, pricePerKwh: 0.25 },
};
const composition: Composition = { config, language: 'fr', now };

async function photograph(browser: Browser, name: string, mail: Mail): Promise<void> {
  const picture =
    mail.chart && `data:image/png;base64,${(await painter.draw(drawChart(mail.chart))).toString('base64')}`;
  const html = renderHtml(mail, picture);
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({ viewport: phone, colorScheme });
    await page.setContent(html);
    const path = join(folder, `mail-${name}-${colorScheme}.png`);
    await page.screenshot({ path, fullPage: true });
    await page.close();
    process.stdout.write(`${path} ${Math.ceil(statSync(path).size / 1000)} kB\n`);
  }
}

const painter = new Painter();
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--headless', '--disable-gpu', '--disable-background-networking'],
});
try {
  for (const notice of sampleNotices(now)) {
    const inLeak = notice.kind === 'sensor-silent' && notice.sensorSilentSince !== undefined;
    await photograph(browser, inLeak ? 'sensor-silent-in-leak' : notice.kind, compose(notice, composition));
  }
  await photograph(browser, 'drill', composeDrill(sampleDrill(now), composition));
  await photograph(browser, 'drill-failed', composeDrill(sampleDrill(now, true), composition));
  const late = compose(sampleNotices(now - 3 * 60 * 60_000)[0] as never, composition);
  await photograph(browser, 'delayed', late);
  await photograph(browser, 'group', composeGroup(sampleCycle(now), composition));
} finally {
  await browser.close();
  painter.rest();
}
