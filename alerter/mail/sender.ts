import { setTimeout as sleep } from 'node:timers/promises';
import type { Registry } from 'prom-client';
import { Consumer } from '../../shared/activemq/consumer.ts';
import { aborted, backoffMs, pause } from '../../shared/backoff.ts';
import type { ActivemqConfig } from '../../shared/config/common.ts';
import type { Logger } from '../../shared/logger.ts';
import { createReconnectCounter } from '../../shared/metrics.ts';
import { describeError, Outage } from '../../shared/outage.ts';
import { forEach } from '../for-each.ts';
import type { AnyNoticeKind } from '../notice.ts';
import { addressHash, maskAddresses } from './address.ts';
import type { MailConfig } from './config.ts';
import { type BurialCode, DeadLetters } from './dead-letters.ts';
import { Hand } from './hand.ts';
import { createIntake } from './intake.ts';
import { type Letter, Letters } from './letters.ts';
import { messageOf } from './message.ts';
import { createMailMetrics } from './metrics.ts';
import { Painter } from './png.ts';
import { createRecorder, type Records } from './recorder.ts';
import { createSmtp } from './smtp.ts';

export interface SenderOptions {
  readonly config: MailConfig;
  readonly activemq: ActivemqConfig;
  readonly logger: Logger;
  readonly registry: Registry;
  /** `/queue/…`, where notices wait as JSON; what cannot be mailed goes to the same with `.rejected`. */
  readonly queue: string;
  readonly records: Records;
}

/** Takes notices from their queue and mails them. */
export interface Sender {
  start(): void;
  /** Stops intake and finishes the mail in hand; what is not settled is delivered again. May be called twice. */
  close(): Promise<void>;
  /** To ActiveMQ. */
  readonly connected: boolean;
  /** False from the first failure of the SMTP server until it takes a mail. */
  readonly mailServerAnswers: boolean;
}

const prefetch = 1000;
const batchLimit = 500;
/** Notices of one poll arrive together, but not in one packet. So short that no mail is late by it. */
const burstMs = 50;
/** Who gets one mail about many things anyway is better served by a complete one. */
const crowdMs = 1000;
/** Temporary failures are tried again for ever, at most this far apart. */
const retry = { firstMs: 500, mostMs: 15_000 };
const closingMs = 5000;

/**
 * Each recipient of a notice gets a mail of their own; the message is acknowledged as soon as the SMTP server has accepted or
 * refused every one of them, and that is recorded. While the server is away nothing is taken from the queue, and nothing is
 * given up.
 */
export function createSender(options: SenderOptions): Sender {
  const { config, logger, queue } = options;
  const link = { config: options.activemq, logger, onReconnect: createReconnectCounter(options.registry) };
  const consumer = new Consumer({ ...link, purpose: 'notices', destination: queue, prefetch });
  const smtp = createSmtp(config.smtp);
  const metrics = createMailMetrics(options.registry);
  const recorder = createRecorder(options.records, logger);
  const outage = new Outage('the mail server', logger);
  const mailboxes = new Map<string, Outage>();
  const hand = new Hand();
  const letters = new Letters();
  const painter = new Painter();
  const closing = new AbortController();
  const { signal } = closing;
  const deadLetters = new DeadLetters(queue, options.activemq, logger, signal);
  const intake = createIntake({ config, logger, deadLetters, recorder, metrics });
  let running: Promise<void> | undefined;

  const tools = {
    config,
    draw: (svg: string) => painter.draw(svg),
    onPictureFailure(error: unknown) {
      metrics.withoutPicture();
      logger.warn({ error: describeError(error) }, 'the picture could not be drawn; the mail leaves without it');
    },
  };

  /** Throws when the mail server is away. */
  async function send(letter: Letter): Promise<void> {
    const kind = letter.notices.length === 1 && letter.notices[0] ? letter.notices[0].kind : 'group';
    const to = maskAddresses(letter.to);
    const message = await messageOf(letter, tools, Date.now()).catch(describeError);
    // Should a notice ever be beyond words, it must not hold up the others.
    if (typeof message === 'string') return refuse(letter, kind, 'not-composed', message);
    const verdict = await smtp.send(message);
    outage.ended();
    if (verdict.kind === 'refused') return refuse(letter, kind, 'refused-by-mail-server', verdict.reason);
    metrics.settled(kind, verdict.kind === 'accepted' ? 'sent' : 'postponed');
    if (verdict.kind === 'postponed') {
      const mailbox = mailboxes.get(letter.to) ?? new Outage(`the mailbox ${to}`, logger);
      mailboxes.set(letter.to, mailbox);
      mailbox.began(maskAddresses(verdict.reason));
      return;
    }
    mailboxes.get(letter.to)?.ended();
    logger.info({ kind, to, notices: letter.notices.map(({ id }) => id) }, 'mail sent');
    hand.settle(letter);
    letters.sent(letter);
  }

  function refuse(letter: Letter, kind: AnyNoticeKind | 'group', code: BurialCode, reason: string): void {
    metrics.settled(kind, 'refused');
    const about = { kind, to: maskAddresses(letter.to), notices: letter.notices.map(({ id }) => id) };
    logger.error({ ...about, reason: maskAddresses(reason) }, 'mail refused; it went to the dead letters');
    hand.settle(letter, { to: letter.to, code, reason });
  }

  /** Sends all letters in hand, each once; stops at the first sign that the server is away. */
  async function sendAll(): Promise<'tried' | 'away'> {
    hand.dropStale();
    for (const planned of letters.of(hand.tasks)) {
      if (signal.aborted) return 'away';
      const letter = await stillDue(planned);
      if (letter.notices.length === 0) continue;
      try {
        await send(letter);
      } catch (error) {
        outage.began(error);
        return 'away';
      }
      await recordServed(letter);
      if (!(await finish())) return 'away';
    }
    return 'tried';
  }

  /** The letter without what another sender has sent, or has been given, since it was taken from the queue. */
  async function stillDue({ to, notices }: Letter): Promise<Letter> {
    const known = await Promise.all(notices.map((notice) => recorder.recent(notice)));
    const sentBefore = notices.filter((_, at) => known[at]?.done || known[at]?.served.includes(addressHash(to)));
    hand.settle({ to, notices: sentBefore });
    hand.dropStale();
    return { to, notices: notices.filter((notice) => hand.waits(to, notice)) };
  }

  /** So that a crash before the last recipient is served does not serve the first one again. */
  async function recordServed({ to, notices }: Letter): Promise<void> {
    const others = notices.filter((notice) => hand.isServed(to, notice) && hand.anyWaits(notice));
    const served = [addressHash(to)];
    await Promise.all(others.map((notice) => recorder.record(notice, { served }, Date.now())));
  }

  /** Acknowledges and records what is settled. Either tells whoever comes after a crash that the mails are out. */
  async function finish(): Promise<boolean> {
    const settled = hand.takeSettled();
    const burials = settled.flatMap(({ delivery, refusals }) =>
      refusals.map(({ to, code, reason }) => deadLetters.letter(delivery, code, `${to}: ${reason}`)),
    );
    if (!(await deadLetters.bury(burials))) return false;
    // Before the record, which takes a round trip, and longer while Elasticsearch is away.
    hand.acknowledge();
    const at = Date.now();
    await forEach(settled, ({ notice, accepted, refused }) => {
      // What is routed to nobody counts as sent: there is nothing left to do.
      const done = refused > 0 && accepted === 0 ? 'refused' : 'sent';
      return recorder.record(notice, { served: [], done }, at);
    });
    return true;
  }

  async function run(): Promise<void> {
    let incoming = consumer.nextBatch(batchLimit);
    for (let attempt = 0; !signal.aborted; attempt++) {
      const later = hand.empty ? [] : [pause(backoffMs(attempt, retry), signal)];
      // What is postponed for one recipient does not hold up the others.
      let batch = await Promise.race([incoming, ...later]);
      if (batch) attempt = -1;
      while (batch) {
        if (batch.deliveries.length === 0) return;
        const notices = await intake(batch.deliveries);
        if (!notices) return;
        hand.take(batch, notices);
        incoming = consumer.nextBatch(batchLimit);
        batch = await Promise.race([incoming, sleep(letters.crowded(hand.tasks) ? crowdMs : burstMs, undefined)]);
      }
      if (!(await finish())) return;
      for (let failures = 0; (await sendAll()) === 'away' && !signal.aborted; failures++) {
        await pause(backoffMs(failures, retry), signal);
      }
      painter.rest();
    }
  }

  return {
    start() {
      deadLetters.start();
      consumer.start();
      running ??= run();
    },

    get connected() {
      return consumer.connected && deadLetters.connected;
    },

    get mailServerAnswers() {
      return !outage.lasting;
    },

    async close() {
      consumer.stopIntake();
      // A mail under way may finish; one that waits for a server is given up, and delivered again.
      if (outage.lasting || !deadLetters.connected) closing.abort();
      const patience = setTimeout(() => closing.abort(), closingMs);
      await Promise.race([running, aborted(signal)]);
      clearTimeout(patience);
      closing.abort();
      recorder.close();
      smtp.close();
      painter.rest();
      await Promise.all([consumer.close(), deadLetters.close()]);
    },
  };
}
