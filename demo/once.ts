import { sensorTypes } from '../simulator/sensor.ts';
import { smtpProbe } from '../stack/probes.ts';
import { fillPast, untilSettled } from './backfill.ts';
import { canaryPasses } from './canary.ts';
import { type Evidence, leakSeen, typeChecks } from './checks.ts';
import { Elasticsearch } from './elasticsearch.ts';
import { DemoError, type Ending } from './ending.ts';
import { badPayloads, knownReadings } from './handmade.ts';
import type { Installation } from './installation.ts';
import { lookAtCounts, lookAtParts, type PartState } from './look.ts';
import { createLive } from './plants.ts';
import type { Screen } from './screen.ts';
import { Sensors } from './sensors.ts';
import { Sent } from './sent.ts';
import { leakDevice, site } from './site.ts';
import { statusShown } from './status.ts';
import { until } from './wait.ts';
import { Witness } from './witness.ts';

const answerMs = 30_000;

interface Options {
  readonly installation: Installation;
  readonly ending: Ending;
  readonly screen: Screen;
  readonly days: number;
  readonly devicesPerType: number;
}

/** A checked fact. */
interface Finding {
  readonly subject: string;
  readonly holds: boolean;
  readonly words: string;
}

/** Sends, waits, verifies and reports. Resolves with the exit code. `started`: when the demo did, ms since 1970. */
export async function proveOnce(options: Options, started: number): Promise<number> {
  const { installation, ending, screen } = options;
  const sent = new Sent();
  const bad = new Set<string>(badPayloads.map(({ payload }) => payload));
  const sensors = new Sensors(installation.stack.mqttUrl, ending.signal, (outgoing) => {
    if (!bad.has(outgoing.payload)) sent.add(outgoing);
  });
  const witness = await Witness.connect(installation.stack.activemqUrl);
  try {
    await send(options, sensors, witness);
    if (ending.interrupted) throw new DemoError('Interrupted.');
    // From here on every part is judged as it is, also when something has died.
    const evidence: Evidence = {
      sent,
      witness,
      elasticsearch: new Elasticsearch(installation.stack.elasticsearchUrl),
      counts: await lookAtCounts(installation),
      unconfirmed: sensors.sent - sensors.confirmed,
    };
    const findings = await findAll(options, evidence);
    screen.say('sending a canary');
    // After everything has been counted: it is a reading that nobody may count.
    findings.push(await find('everything', () => canaryPasses(installation, ending.signal)));
    findings.push(await find('everything', () => statusShown(installation)));
    return report(findings, options, started);
  } finally {
    witness.close();
    screen.say('stopping the sensors');
    await sensors.close();
  }
}

/** The past, then live readings together with known and bad ones, until all of them have arrived. */
async function send(options: Options, sensors: Sensors, witness: Witness): Promise<void> {
  const { installation, screen, devicesPerType, ending } = options;
  const { signal } = ending;
  await fillPast({ ...options, sensors, signal, steady: true });
  if (signal.aborted) return;
  screen.say('live readings, known readings and bad payloads');
  const enough = new AbortController();
  const live = sensors.live(createLive({ devicesPerType, now: Date.now() }), enough.signal);
  const known = Object.values(knownReadings);
  for (const outgoing of [...known, ...known, ...badPayloads]) await sensors.send(outgoing);
  await until(async () => {
    const missing = sensorTypes.filter((type) => {
      const documents = witness.stored(type);
      return !documents.some(({ source }) => Date.parse(String(source.timestamp)) > Date.now() - 60_000);
    });
    return missing.length === 0 || missing.length;
  }, signal);
  enough.abort();
  await live;
  screen.say('waiting until everything is stored');
  await sensors.allConfirmed();
  await untilSettled(installation, sensors, signal);
  await until(async () => {
    const letters = sensorTypes.reduce((sum, type) => sum + witness.deadLetters(type).length, 0);
    return letters >= badPayloads.length || letters;
  }, signal);
}

async function find(subject: string, check: () => Promise<string>): Promise<Finding> {
  try {
    return { subject, holds: true, words: await check() };
  } catch (error) {
    const { message, cause } = error as Error;
    return { subject, holds: false, words: cause instanceof Error ? `${message}: ${cause.message}` : message };
  }
}

async function findAll({ installation, ending }: Options, evidence: Evidence): Promise<Finding[]> {
  await find('refresh', async () => {
    await evidence.elasticsearch.refresh(`${site.customer}-*`);
    return '';
  });
  return await Promise.all([
    find('everything', () => allReady(installation, ending)),
    find('everything', () => mailsCaught(installation)),
    ...sensorTypes.flatMap((type) => typeChecks.map((check) => find(type, () => check(evidence, type)))),
    find('air', () => leakSeen(evidence)),
  ]);
}

async function allReady(installation: Installation, ending: Ending): Promise<string> {
  let parts: readonly PartState[] = [];
  // A busy machine may answer late; what has ended will not come back.
  await until(async () => {
    parts = await lookAtParts(installation);
    return parts.every(({ state }) => state === 'ready') || parts.some(({ state }) => state === 'ended') || 0;
  }, AbortSignal.timeout(answerMs));
  const not = parts.filter(({ state }) => state !== 'ready');
  if (not.length > 0) throw new Error(not.map(({ group, name, state }) => `${group}, ${name}: ${state}`).join('; '));
  if (ending.death !== undefined) throw new Error(ending.death.split('\n')[0]);
  return `${parts.length} servers and services run and are ready`;
}

async function mailsCaught({ stack }: Installation): Promise<string> {
  const smtp = await until(async () => (await smtpProbe(stack.ports.smtp)()) || 0, AbortSignal.timeout(answerMs));
  if (!smtp) throw new Error('the mail catcher does not answer over SMTP');
  const page = await fetch(stack.mailWebUrl, {
    headers: { accept: 'text/html' },
    signal: AbortSignal.timeout(answerMs),
  });
  const isPage = page.ok && page.headers.get('content-type')?.startsWith('text/html');
  if (!isPage) throw new Error(`the page with the mails does not open (${page.status})`);
  const came = await until(
    async () => (await leakMail(stack.mailWebUrl)) !== undefined || 0,
    AbortSignal.timeout(2 * answerMs),
  );
  const subject = came && (await leakMail(stack.mailWebUrl));
  if (!subject) throw new Error(`no mail about the leak of ${leakDevice} came`);
  return `the mail catcher's page opens, and shows "${subject}"`;
}

/** The subject of the newest mail about the device that leaks. */
async function leakMail(webUrl: string): Promise<string | undefined> {
  const mails = (await (await fetch(`${webUrl}/api/email`)).json()) as { readonly subject: string }[];
  return mails.findLast(({ subject }) => subject.includes(leakDevice))?.subject;
}

function report(findings: readonly Finding[], { ending, screen }: Options, started: number): number {
  const failed = findings.filter(({ holds }) => !holds);
  screen.say('');
  for (const [subject, group] of Map.groupBy(findings, (finding) => finding.subject)) {
    screen.say(subject);
    for (const { holds, words } of group) screen.say(`  ${holds ? '✓' : '✗'} ${words}`);
  }
  screen.say('');
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  if (failed.length === 0) {
    screen.say(`Verified: all ${findings.length} checks hold (${seconds} s).`);
    return 0;
  }
  const failure = `${failed.length} of ${findings.length} checks do not hold (${seconds} s): what is marked ✗ did not come.`;
  // What was still under way then is missing for no other reason.
  screen.say(ending.death === undefined ? failure : `${failure}\nIt was cut short. ${ending.death}`);
  return 1;
}
