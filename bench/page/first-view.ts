import { type Percentiles, percentiles } from '../percentiles.ts';
import { launchBrowser } from './browser.ts';
import type { PageSite } from './site.ts';

export interface FirstView {
  readonly loads: number;
  /** From the navigation until the frame with a number has been painted; nothing is cached. */
  readonly toNumber: Percentiles;
  /** What HTTP transferred for it, headers included: bytes as they travel. */
  readonly httpBytes: number;
  /** What the socket brought until then: the snapshot. */
  readonly socketBytes: number;
}

const hourOfReadings = 120;
const devices = ['air-1', 'air-2', 'air-3'];

const observe = `
  window.firstNumber = new Promise((resolve) => {
    const look = () => {
      const value = document.querySelector('.value');
      if (!value || !/[0-9]/.test(value.textContent)) return void requestAnimationFrame(look);
      const channel = new MessageChannel();
      channel.port1.onmessage = () => resolve(performance.now());
      requestAnimationFrame(() => channel.port2.postMessage(undefined));
    };
    requestAnimationFrame(look);
  });
`;

/** Opens the page again and again as somebody who has never been there. */
export async function firstView(site: PageSite, loads: number): Promise<FirstView> {
  const now = Date.now();
  for (let at = hourOfReadings; at >= 0; at--) {
    const pressure = 6.5 + Math.round(30 * Math.sin(at / 4)) / 100;
    for (const device of devices) {
      await site.publish({ device, pressure, count: hourOfReadings - at, at: now - at * 29_000 });
    }
  }
  const browser = await launchBrowser();
  try {
    const times: number[] = [];
    let [httpBytes, socketBytes] = [0, 0];
    for (let load = 0; load <= loads; load++) {
      const context = await browser.newContext({ locale: 'fr-BE', viewport: { width: 1280, height: 800 } });
      const page = await context.newPage();
      const session = await context.newCDPSession(page);
      await session.send('Network.enable');
      [httpBytes, socketBytes] = [0, 0];
      session.on('Network.loadingFinished', ({ encodedDataLength }) => {
        httpBytes += encodedDataLength;
      });
      session.on('Network.webSocketFrameReceived', ({ response }) => {
        socketBytes += Buffer.byteLength(response.payloadData);
      });
      await page.addInitScript({ content: observe });
      await page.goto(`${site.url}/`);
      const time = await page.evaluate('window.firstNumber');
      // The first load is the browser's own warming up.
      if (load > 0) times.push(Number(time));
      await context.close();
    }
    return { loads, toNumber: percentiles(times), httpBytes, socketBytes };
  } finally {
    await browser.close();
  }
}
