import type { Delivery } from '../../shared/activemq/consumer.ts';
import type { OutgoingMessage } from '../../shared/activemq/publisher.ts';
import type { Logger } from '../../shared/logger.ts';
import { addressHash } from './address.ts';
import type { MailConfig } from './config.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { NoticeInHand } from './hand.ts';
import type { MailMetrics } from './metrics.ts';
import { readNotice } from './read-notice.ts';
import type { Recorder } from './recorder.ts';
import { recipientsOf } from './routes.ts';

/**
 * Reads messages of the queue, and finds who is to get them. What is no notice goes to the dead letters, and what is recorded
 * as sent is left out. Undefined when the service closes first.
 */
export type Intake = (deliveries: readonly Delivery[]) => Promise<NoticeInHand[] | undefined>;

export function createIntake(parts: {
  readonly config: MailConfig;
  readonly logger: Logger;
  readonly deadLetters: DeadLetters;
  readonly recorder: Recorder;
  readonly metrics: MailMetrics;
}): Intake {
  const { config, logger, deadLetters, recorder, metrics } = parts;
  return async (deliveries) => {
    const burials: OutgoingMessage[] = [];
    const notices: NoticeInHand[] = [];
    for (const delivery of deliveries) {
      const read = readNotice(delivery.body);
      if ('notice' in read) {
        const waiting = new Set(recipientsOf(config, read.notice));
        notices.push({ notice: read.notice, delivery, waiting, refusals: [], accepted: 0, refused: 0 });
      } else {
        metrics.malformed();
        logger.warn({ reason: read.problem }, 'a message that is no notice went to the dead letters');
        burials.push(deadLetters.letter(delivery, 'not-a-notice', read.problem));
      }
    }
    if (!(await deadLetters.bury(burials))) return undefined;
    const progress = await Promise.all(notices.map(({ notice }) => recorder.progress(notice)));
    return notices.filter((inHand, index) => {
      const { done = false, served = [] } = progress[index] ?? {};
      for (const to of inHand.waiting) {
        if (!served.includes(addressHash(to))) continue;
        inHand.waiting.delete(to);
        inHand.accepted += 1;
      }
      return !done;
    });
  };
}
