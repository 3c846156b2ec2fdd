import { canaryType } from '../../shared/canary.ts';
import { describeError } from '../../shared/outage.ts';
import type { Finding } from '../../shared/status/finding.ts';
import { say } from '../../shared/status/words.ts';
import { checkActivemq, checkSmtp } from '../status/brokers.ts';
import { checkService } from '../status/services.ts';
import type { Culprit, StationName } from './station.ts';
import type { CanaryWork } from './work.ts';

type Suspect = (work: CanaryWork) => Promise<Finding | undefined>;

const elasticsearch: Suspect = async ({ client }) => {
  try {
    await client.cluster.health({ filter_path: ['status'] }, { requestTimeout: 2000 });
    return undefined;
  } catch (error) {
    const values = { detail: describeError(error) };
    return { part: 'elasticsearch', health: 'broken', says: 'no-answer', values, next: 'start-elasticsearch' };
  }
};

const activemq: Suspect = async ({ config }) =>
  (await checkActivemq(config.watched.activemq, config.customer)).find(({ health }) => health === 'broken');

const smtp: Suspect = ({ config }) => checkSmtp(config.watched.smtpUrl);

const service =
  (name: string): Suspect =>
  async ({ config }) => {
    const address = config.watched.services.get(name);
    return address === undefined ? undefined : await checkService(name, address);
  };

const gateway = `gateway-${canaryType}`;
const ingestor = `ingestor-${canaryType}`;

/** Who may be to blame that a canary did not get past a station: the first that is broken is. Else the last one named. */
const suspects: Readonly<Record<StationName, { readonly checks: readonly Suspect[]; readonly last: string }>> = {
  mqtt: { checks: [], last: 'MQTT broker' },
  gateway: { checks: [activemq, service(gateway)], last: gateway },
  store: { checks: [elasticsearch, activemq, service(gateway), service(ingestor)], last: ingestor },
  announcement: { checks: [activemq, service(ingestor)], last: ingestor },
  'live-page': { checks: [service('live-page')], last: 'live-page' },
  notice: { checks: [activemq], last: 'ActiveMQ' },
  mail: { checks: [smtp, service('alerter')], last: 'alerter' },
};

/** What to do about the last one, where nothing else is known to be broken. */
const advice: Readonly<Record<StationName, string>> = {
  mqtt: 'start Mosquitto, or check address, sign-on, firewall, and the right to publish the canary',
  gateway: 'read its log: is it subscribed to the topic of the canary?',
  store: 'read its log, and look for dead letters: npm run rejected -- list',
  announcement: 'read its log; the live page meanwhile reads Elasticsearch every few seconds',
  'live-page': 'read its log; it meanwhile reads Elasticsearch every few seconds',
  notice: 'check that the sign-on may write to the queue of alert notices',
  mail: 'read its log; look at MAIL_TO, MAIL_ROUTES, and the dead letters of the alert notices',
};

/** Names what is broken, and says what to do next, when a canary did not get past a station. */
export async function findCulprit(station: StationName, error: unknown, work: CanaryWork): Promise<Culprit> {
  const { checks, last } = suspects[station];
  for (const check of checks) {
    const finding = await check(work);
    if (finding?.health === 'broken') return inEnglish(finding);
  }
  return { what: last, words: describeError(error), next: advice[station] };
}

function inEnglish(finding: Finding): Culprit {
  const { what, words, next } = say(finding, 'en');
  return { what, words, ...(next !== undefined && { next }) };
}
