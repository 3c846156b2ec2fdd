import type { Delivery } from '../../shared/activemq/consumer.ts';
import { type OutgoingMessage, Publisher } from '../../shared/activemq/publisher.ts';
import { backoffMs, pause } from '../../shared/backoff.ts';
import type { ActivemqConfig } from '../../shared/config/common.ts';
import { deadLetter } from '../../shared/dead-letter.ts';
import type { Logger } from '../../shared/logger.ts';

/** Why a notice is among the dead letters; header `reason-code`. */
export type BurialCode = 'not-a-notice' | 'refused-by-mail-server' | 'not-composed';

/** What cannot be mailed, kept in `<queue>.rejected` with the reason. */
export class DeadLetters {
  readonly #publisher: Publisher;
  readonly #destination: string;
  readonly #signal: AbortSignal;

  /** `signal` ends all waiting. */
  constructor(queue: string, config: ActivemqConfig, logger: Logger, signal: AbortSignal) {
    this.#publisher = new Publisher({ config, logger, purpose: 'notices that cannot be mailed' });
    this.#destination = `${queue}.rejected`;
    this.#signal = signal;
  }

  start(): void {
    this.#publisher.start();
  }

  get connected(): boolean {
    return this.#publisher.connected;
  }

  letter(delivery: Delivery, code: BurialCode, reason: string): OutgoingMessage {
    const grave = { destination: this.#destination, rejectedBy: 'alerter', now: Date.now() };
    return deadLetter(delivery, { code, reason }, grave);
  }

  /** Sends them until the broker has confirmed; false when the service closes first. */
  async bury(letters: readonly OutgoingMessage[]): Promise<boolean> {
    for (let attempt = 0; letters.length > 0; attempt++) {
      await this.#publisher.whenConnected();
      if (this.#signal.aborted) return false;
      try {
        await this.#publisher.sendAll(letters);
        break;
      } catch {
        // The connection was lost, and its link has said so.
        await pause(backoffMs(attempt), this.#signal);
      }
    }
    return true;
  }

  /** May be called twice. */
  close(): Promise<void> {
    return this.#publisher.close();
  }
}
