import { setTimeout as sleep } from 'node:timers/promises';
import { backoffMs, pause } from '../../shared/backoff.ts';
import type { Logger } from '../../shared/logger.ts';
import { Outage } from '../../shared/outage.ts';
import type { Notice } from '../notice.ts';

/** What is remembered of notices outside this process: in Elasticsearch, which may be away or slow. */
export interface Records {
  onSent(notice: Notice, outcome: 'sent' | 'refused', at: number): Promise<void>;
  alreadySent(notice: Notice): Promise<boolean>;
}

export interface Recorder {
  /** Never throws, and takes a few seconds at most: who cannot be asked does not keep a mail waiting. */
  knows(notice: Notice): Promise<boolean>;
  /** Resolves when it is recorded, or is taking long; it then goes on being tried. */
  record(notice: Notice, outcome: 'sent' | 'refused', at: number): Promise<void>;
  close(): void;
}

const patienceMs = 3000;
const backoff = { firstMs: 500, mostMs: 15_000 };

export function createRecorder({ onSent, alreadySent }: Records, logger: Logger): Recorder {
  const closing = new AbortController();
  const { signal } = closing;
  const outage = new Outage('the record of sent mails', logger);

  async function untilRecorded(notice: Notice, outcome: 'sent' | 'refused', at: number): Promise<void> {
    for (let attempt = 0; !signal.aborted; attempt++) {
      try {
        await onSent(notice, outcome, at);
        return outage.ended();
      } catch (error) {
        outage.began(error);
        await pause(backoffMs(attempt, backoff), signal);
      }
    }
  }

  return {
    async knows(notice) {
      const asked = alreadySent(notice).catch((error: unknown) => {
        // A mail that comes twice is a nuisance; one that does not come is a leak that nobody mends.
        outage.began(error);
        return false;
      });
      return await Promise.race([asked, sleep(patienceMs, false, { ref: false })]);
    },
    async record(notice, outcome, at) {
      await Promise.race([untilRecorded(notice, outcome, at), sleep(patienceMs, undefined, { ref: false })]);
    },
    close: () => closing.abort(),
  };
}
