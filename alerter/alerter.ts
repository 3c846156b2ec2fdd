import { Publisher } from '../shared/activemq/publisher.ts';
import { pause } from '../shared/backoff.ts';
import { collectGarbage } from '../shared/collect.ts';
import { answers, createElasticsearch } from '../shared/elasticsearch/client.ts';
import { incidentTemplate, installTemplate } from '../shared/elasticsearch/templates.ts';
import { createIncidentStore } from '../shared/incidents/store.ts';
import { createReconnectCounter } from '../shared/metrics.ts';
import { alertNamesOf, namesOf } from '../shared/names.ts';
import { Outage } from '../shared/outage.ts';
import type { Service, ServiceContext } from '../shared/service.ts';
import { createSiteTime } from '../shared/site-time.ts';
import type { AlerterConfig } from './config.ts';
import { Cycle, type Look } from './cycle.ts';
import { createDrillMails, recordsOf } from './drill-mails.ts';
import { Watch } from './evaluate/watch.ts';
import { createSender } from './mail/sender.ts';
import { createAlerterMetrics } from './metrics.ts';
import { createObserver } from './observe.ts';
import { Outbox } from './outbox.ts';
import { createLastDay } from './pressures.ts';
import { createQueueDepth } from './queue-depth.ts';
import { SentMails } from './sent.ts';
import { UnreachableStore } from './unreachable.ts';

/** A server that is away is asked this often, where polls are rarer. */
const impatientSeconds = 5;
const closingPatienceMs = 5000;
const collectEveryMs = 10_000;

/**
 * Looks at the stored readings every `pollSeconds`, records what is wrong as incidents, and puts notices on the queue, from
 * where they are mailed. All that it knows it can find again: it may end at any instant, and run several times.
 */
export function createAlerter({ config, logger, registry }: ServiceContext<AlerterConfig>): Service {
  const names = alertNamesOf(config.customer);
  const siteTime = createSiteTime(config.siteTimeZone);
  const elasticsearch = createElasticsearch(config.elasticsearch);
  const template = incidentTemplate(names.incidentIndex, config.replicas);
  const store = createIncidentStore(elasticsearch, config.customer);
  const metrics = createAlerterMetrics(registry);
  const outage = new Outage('Elasticsearch', logger);
  const onReconnect = createReconnectCounter(registry);
  const publisher = new Publisher({ config: config.activemq, logger, purpose: 'notices', onReconnect });
  const sent = new SentMails(store);
  const cycle = new Cycle({
    evaluation: config.evaluation,
    decision: config.decision,
    observer: createObserver(elasticsearch, config.customer, siteTime),
    store,
    waiting: createQueueDepth({ config: config.activemq, queue: namesOf(config.customer, 'air').queue, logger }),
    onEvaluated: metrics.evaluated,
  });
  const nothingSeen = new Watch(config.evaluation, 0);
  const outbox = new Outbox({
    queue: names.queue,
    send: (messages) => publisher.sendAll(messages),
    composer: {
      store,
      lastDay: createLastDay(elasticsearch, config.customer, siteTime),
      watch: () => cycle.watch ?? nothingSeen,
    },
    onQueued(notices) {
      metrics.queued(notices);
      for (const { id, kind } of notices) logger.info({ notice: id, kind }, 'a notice waits to be mailed');
    },
  });
  const unreachable = new UnreachableStore({
    store,
    outbox,
    sent,
    noticeAfterSeconds: config.evaluation.silentAfterSeconds,
  });
  const sender = createSender({
    config: config.mail,
    activemq: config.activemq,
    logger,
    registry,
    queue: names.queue,
    records: recordsOf(sent, createDrillMails(elasticsearch)),
  });
  const closing = new AbortController();
  const { signal } = closing;
  let running: Promise<void> | undefined;
  let templateInstalled = false;
  let collectedAt = 0;

  async function look(): Promise<void> {
    if (!templateInstalled) {
      const result = await installTemplate(elasticsearch, template);
      logger.info({ template: template.name, result }, `index template ${result}`);
      templateInstalled = true;
    }
    const done = metrics.timeCycle();
    const now = Date.now();
    if (outage.lasting) cycle.resumed(now);
    const seen = await cycle.look(now);
    const ended = await unreachable.ended(now);
    outage.ended();
    done();
    report(seen);
    await post([...seen.changed, ...ended], seen.others, now);
  }

  /** An outage of ActiveMQ keeps notices back and nothing else; its connection has said so. */
  async function post(changed: Look['changed'], others: Look['others'], now: number): Promise<void> {
    if (publisher.connected) await outbox.flush(changed, others, now).catch(unlessActivemq);
    else outbox.keep(changed);
  }

  function unlessActivemq(error: unknown): void {
    if (publisher.connected) throw error;
  }

  function report({ changed, open }: Look): void {
    metrics.open(open.map(({ incident }) => incident));
    for (const { id, incident } of changed) {
      const { kind, state, device, openedAt, lowestPressure, openingPressure } = incident;
      logger.info(
        { incident: id, kind, state, device, openedAt, lowestPressure, openingPressure },
        'incident recorded',
      );
    }
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      const started = Date.now();
      let waitSeconds = config.pollSeconds;
      try {
        await look();
      } catch (error) {
        // Every failure may be an Elasticsearch that comes back empty.
        templateInstalled = false;
        outage.began(error);
        waitSeconds = Math.min(waitSeconds, impatientSeconds);
        await unreachable.lasts(Date.now()).catch(unlessActivemq);
      }
      if (Date.now() - collectedAt >= collectEveryMs) {
        collectGarbage();
        collectedAt = Date.now();
      }
      await pause(started + waitSeconds * 1000 - Date.now(), signal);
    }
  }

  return {
    checks: {
      elasticsearch: async () => templateInstalled && !outage.lasting && (await answers(elasticsearch)),
      activemq: () => publisher.connected && sender.connected,
      smtp: () => sender.mailServerAnswers,
    },

    async start() {
      publisher.start();
      sender.start();
      running = run();
    },

    async close() {
      closing.abort();
      // A look under way may finish; an Elasticsearch that does not answer is not waited for.
      const enough = new AbortController();
      await Promise.race([running, pause(closingPatienceMs, enough.signal)]);
      enough.abort();
      await Promise.all([publisher.close(), sender.close()]);
      await elasticsearch.close();
    },
  };
}
