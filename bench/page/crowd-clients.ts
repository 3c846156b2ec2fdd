import { setTimeout as sleep } from 'node:timers/promises';
import { io } from 'socket.io-client';
import type { Reading } from '../../live-page/protocol.ts';
import { preciseNow } from './time.ts';

/** When each reading arrived, at each page, by its message count. */
export interface CrowdAnswer {
  readonly received: readonly (readonly [count: number, times: number[]])[];
}

/*
 * A process that connects as many pages would: `crowd-clients.ts URL PAGES`. It says `ready` when every page has its
 * snapshot, and answers `done` with what they received.
 */
const [url = '', pages = '1'] = process.argv.slice(2);
const together = 50;
const received = new Map<number, number[]>();
const ready: Promise<void>[] = [];
for (let page = 0; page < Number(pages); page++) {
  const socket = io(url, { transports: ['websocket'], forceNew: true });
  socket.on('reading', ({ msgCount }: Reading) => {
    const times = received.get(msgCount) ?? [];
    times.push(preciseNow());
    received.set(msgCount, times);
  });
  ready.push(new Promise((done) => socket.once('snapshot', () => done())));
  if (page % together === 0) await sleep(100);
}
await Promise.all(ready);
process.on('message', () => {
  const answer: CrowdAnswer = { received: [...received] };
  process.send?.(answer);
});
process.send?.('ready');
