import { setTimeout as sleep } from 'node:timers/promises';
import { backoffMs, pause } from '../../shared/backoff.ts';
import type { Logger } from '../../shared/logger.ts';
import { Outage } from '../../shared/outage.ts';
import type { AnyNotice } from '../notice.ts';

/** How far the mails of a notice have come. */
export interface Progress {
  /** Nobody waits for it any more. */
  readonly done: boolean;
  /** Who has it already, as hashes of addresses. */
  readonly served: readonly string[];
}

/** What became of a notice: of some of its recipients, or of the last of them. */
export interface Settlement {
  /** Who has it now, as hashes of addresses. */
  readonly served: readonly string[];
  /** Absent while others wait. */
  readonly done?: 'sent' | 'refused';
}

/** What is remembered of notices outside this process: in Elasticsearch, which may be away or slow. */
export interface Records {
  record(notice: AnyNotice, settlement: Settlement, at: number): Promise<void>;
  progress(notice: AnyNotice): Promise<Progress>;
}

export interface Recorder {
  /** Never throws, and takes a few seconds at most: who cannot be asked does not keep a mail waiting. */
  progress(notice: AnyNotice): Promise<Progress>;
  /** The same just before a mail leaves; at once while nobody can be asked. */
  recent(notice: AnyNotice): Promise<Progress>;
  /** Resolves when it is recorded, or is taking long; it then goes on being tried. */
  record(notice: AnyNotice, settlement: Settlement, at: number): Promise<void>;
  close(): void;
}

const patienceMs = 3000;
const backoff = { firstMs: 500, mostMs: 15_000 };
const nothing: Progress = { done: false, served: [] };

export function createRecorder(records: Records, logger: Logger): Recorder {
  const closing = new AbortController();
  const { signal } = closing;
  const outage = new Outage('the record of sent mails', logger);

  async function untilRecorded(notice: AnyNotice, settlement: Settlement, at: number): Promise<void> {
    for (let attempt = 0; !signal.aborted; attempt++) {
      try {
        await records.record(notice, settlement, at);
        return outage.ended();
      } catch (error) {
        outage.began(error);
        await pause(backoffMs(attempt, backoff), signal);
      }
    }
  }

  async function progress(notice: AnyNotice): Promise<Progress> {
    const asked = records.progress(notice).catch((error: unknown) => {
      // A mail that comes twice is a nuisance; one that does not come is a leak that nobody mends.
      outage.began(error);
      return nothing;
    });
    return await Promise.race([asked, sleep(patienceMs, nothing, { ref: false })]);
  }

  return {
    progress,
    recent: async (notice) => (outage.lasting ? nothing : await progress(notice)),
    async record(notice, settlement, at) {
      await Promise.race([untilRecorded(notice, settlement, at), sleep(patienceMs, undefined, { ref: false })]);
    },
    close: () => closing.abort(),
  };
}
