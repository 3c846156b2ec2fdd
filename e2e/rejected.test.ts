import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { deadLetter } from '../shared/dead-letter.ts';
import { envelopeHeaders } from '../shared/envelope.ts';
import { namesOf } from '../shared/names.ts';
import type { RejectionCode } from '../shared/outcome.ts';
import { connectBroker, endBrokerClients, watch } from './harness/queue.ts';
import { until } from './harness/until.ts';

const root = resolve(import.meta.dirname, '..');
const codes: readonly RejectionCode[] = ['wrong-type', 'invalid-json', 'out-of-range'];
let customer = '';
let folder = '';

beforeEach(() => {
  customer = `rej${randomBytes(4).toString('hex')}`;
  folder = mkdtempSync(join(tmpdir(), 'rejected-'));
});

afterEach(() => {
  endBrokerClients();
  rmSync(folder, { recursive: true });
});

interface Result {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The tool as IT calls it: a process of its own, with nobody at a terminal. */
function rejected(args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Result> {
  const env = { PATH: process.env.PATH ?? '', CUSTOMER: customer, ACTIVEMQ_URL: inject('activemqUrl'), ...more };
  return new Promise((done) => {
    const options = { cwd: root, env, maxBuffer: 64 * 1024 * 1024 };
    const child = execFile(process.execPath, ['ingestor/rejected.ts', ...args], options, (_error, out, err) =>
      done({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

interface Listed {
  readonly scanned: number;
  readonly complete: boolean;
  readonly reasonCodes: Readonly<Record<string, number>>;
  readonly letters: readonly { readonly id: string; readonly reasonCode: string }[];
}

async function listed(): Promise<Listed> {
  const { out } = await rejected(['list', '--type', 'air', '--json']);
  return (JSON.parse(out) as [Listed])[0];
}

interface Buried {
  readonly body: string | Buffer;
  readonly code: RejectionCode;
  readonly rejectedAt: string;
}

const originals = (at: number) =>
  envelopeHeaders(
    {
      mqttTopic: `${customer}/air/é-${at % 5}`,
      receivedAt: Date.parse('2026-10-30T10:00:00Z') + at,
      readingId: `r-${at}`,
    },
    'air',
  );

/** Dead letters as the ingestor leaves them. */
async function bury(letters: readonly Buried[]): Promise<void> {
  const client = await connectBroker();
  const { rejectedQueue } = namesOf(customer, 'air');
  await new Promise<void>((resolve, reject) => {
    const transaction = client.begin();
    for (const [at, { body, code, rejectedAt }] of letters.entries()) {
      const { JMSXGroupID: _keptByTheBroker, ...headers } = originals(at);
      const { destination, ...letter } = deadLetter(
        { headers, body: Buffer.from(body) },
        { code, reason: 'Pres must be a number; it is text.' },
        { destination: rejectedQueue, rejectedBy: 'ingestor', now: Date.parse(rejectedAt) },
      );
      const frame = { destination, persistent: 'true', 'content-length': letter.body.length, ...letter.headers };
      transaction.send(frame).end(letter.body);
    }
    transaction.commit({ onReceipt: resolve, onError: reject });
  });
}

const several = (count: number): Buried[] =>
  Array.from({ length: count }, (_, at) => ({
    body: `{"Pres":"${at}"}`,
    code: codes[at % codes.length] as RejectionCode,
    rejectedAt: at < count / 2 ? '2026-10-31T22:59:59Z' : '2026-10-31T23:00:00Z',
  }));

test('what is listed and shown stays where it is', async () => {
  await bury(several(9));

  const list = await rejected(['list', '--type', 'air']);
  expect(list).toMatchObject({ code: 0, err: '' });
  expect(list.out).toContain('air: 9 dead letters');
  expect(list.out).toMatch(/^ {2}wrong-type +3$/m);
  expect(list.out).toMatch(/^ +1 {2}r-0 +2026-10-31 23:59:59 .* wrong-type +12 {2}Pres must be a number/m);
  expect((await rejected(['list'])).out).toContain('devicev01: no dead letters');

  const show = await rejected(['show', '--type', 'air', 'r-4']);
  expect(show.out).toContain(`${customer}/air/é-4`);
  expect(show.out).toContain('{"Pres":"4"}');
  expect((await rejected(['show', '--type', 'air', 'r-'])).err).toContain(
    '9 dead letters have an id that begins with r-',
  );
  expect(await rejected(['show', '--type', 'air', 'x'])).toMatchObject({ code: 1 });

  expect((await listed()).letters.map(({ id }) => id)).toEqual(several(9).map((_, at) => `r-${at}`));
});

test('escape sequences and bytes of any kind are shown, never sent to the terminal', async () => {
  const bytes = Buffer.from([0, 0xff, 0x1b]);
  await bury([
    { body: '{"Device":"\u001b[2J\u009b31m"}\n', code: 'control-characters', rejectedAt: '2026-11-01T00:00:00Z' },
    { body: bytes, code: 'invalid-utf8', rejectedAt: '2026-11-01T00:00:00Z' },
  ]);
  expect((await rejected(['show', '--type', 'air', 'r-0'])).out).toContain('{"Device":"\\u{1b}[2J\\u{9b}31m"}\n');
  expect((await rejected(['show', '--type', 'air', 'r-1'])).out).toContain('00 ff 1b');
  const json = JSON.parse((await rejected(['show', '--type', 'air', 'r-1', '--json'])).out) as { bodyBase64: string };
  expect(Buffer.from(json.bodyBase64, 'base64')).toEqual(bytes);
});

test('replayed by reason: in order, as the gateway had sent them, as often as wished', async () => {
  await bury(several(9));
  const replay = ['replay', '--type', 'air', '--reason', 'wrong-type'];

  const first = await rejected(replay);
  expect(first).toMatchObject({ code: 0, err: '' });
  expect(first.out).toContain(`3 dead letters of air put back on /queue/${customer}.air.`);
  expect(await rejected(replay)).toMatchObject({ code: 0, out: expect.stringContaining('nothing was done') });

  const queue = await watch(namesOf(customer, 'air').queue);
  await until('the replayed readings', () => queue.seen.length === 3);
  for (const [index, at] of [0, 3, 6].entries()) {
    const { JMSXGroupID: _keptByTheBroker, ...headers } = originals(at);
    expect(queue.seen[index]?.headers).toMatchObject({ ...headers, persistent: 'true' });
    expect(queue.seen[index]?.headers).not.toHaveProperty('reason');
    expect(queue.seen[index]?.body.toString()).toBe(`{"Pres":"${at}"}`);
  }
  expect((await listed()).letters.map(({ id }) => id)).toEqual(['r-1', 'r-2', 'r-4', 'r-5', 'r-7', 'r-8']);

  expect((await rejected(['replay', '--type', 'air', '--id', 'r-5'])).out).toContain('1 dead letter of air put back');
  await until('one more', () => queue.seen.length === 4);
});

test('a replayed reading is of the group of its device again', async () => {
  await bury(several(5));
  await rejected(['replay', '--type', 'air', '--all']);
  const client = await connectBroker();
  const seen: string[] = [];
  const headers = {
    destination: namesOf(customer, 'air').queue,
    selector: `JMSXGroupID = '${originals(3).JMSXGroupID}'`,
  };
  client.subscribe({ ...headers, ack: 'auto' }, (error, message) => {
    if (!error) message.readString('utf8', (_problem, body) => seen.push(body ?? ''));
  });
  await until('the reading of that group', () => seen.length > 0);
  expect(seen).toEqual(['{"Pres":"3"}']);
});

test('discarded by day, saved before', async () => {
  await bury(several(10));
  const file = join(folder, 'letters.jsonl');
  const discard = ['discard', '--type', 'air', '--before', '2026-11-01', '--save', file];
  expect(await rejected(discard)).toMatchObject({ code: 64, err: expect.stringContaining('--yes') });

  const done = await rejected([...discard, '--yes']);
  expect(done).toMatchObject({ code: 0, err: '' });
  expect(done.out).toContain('5 dead letters of air removed for good');
  const saved = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(saved.map(({ id }) => id)).toEqual(['r-0', 'r-1', 'r-2', 'r-3', 'r-4']);
  expect(Buffer.from(saved[4].bodyBase64, 'base64').toString()).toBe('{"Pres":"4"}');
  expect(saved[4].headers).toMatchObject({ 'reading-id': 'r-4', 'reason-code': 'invalid-json' });
  expect((await listed()).letters.map(({ id }) => id)).toEqual(['r-5', 'r-6', 'r-7', 'r-8', 'r-9']);

  // What was saved is somebody's only copy.
  const again = await rejected(['discard', '--type', 'air', '--all', '--yes', '--save', file]);
  expect(again).toMatchObject({ code: 1, err: expect.stringContaining('EEXIST') });
  expect((await listed()).scanned).toBe(5);
});

test('3,000 dead letters are all seen, chosen from at either end, and keep their order', async () => {
  await bury(several(3000));
  expect(await listed()).toMatchObject({ scanned: 3000, complete: true, reasonCodes: { 'wrong-type': 1000 } });
  const limited = await rejected(['list', '--type', 'air', '--scan', '500', '--limit', '2']);
  expect(limited.out).toContain('air: 500 dead letters');
  expect(limited.out).toContain('--scan looks at more');

  expect((await rejected(['discard', '--type', 'air', '--id', 'r-2999', '--yes'])).out).toContain(
    '1 dead letter of air',
  );
  const replay = await rejected(['replay', '--type', 'air', '--reason', 'invalid-json']);
  expect(replay.out).toContain('1,000 dead letters of air put back');
  const queue = await watch(namesOf(customer, 'air').queue);
  await until('the replayed readings', () => queue.seen.length === 1000);
  expect(queue.seen.map(({ headers }) => headers['reading-id'])).toEqual(
    several(1000).map((_, at) => `r-${at * 3 + 1}`),
  );

  const left = several(2999).flatMap((_, at) => (at % 3 === 1 ? [] : [`r-${at}`]));
  expect((await listed()).letters.map(({ id }) => id)).toEqual(left);
});

test.each([
  [['replay', '--type', 'air'], 64, 'replay which dead letters?'],
  [['discard', '--type', 'air', '--yes'], 64, 'discard which dead letters?'],
  [['replay', '--type', 'air', '--before', 'yesterday'], 64, 'is not a day'],
])('%j is refused in one line', async (args, code, problem) => {
  const result = await rejected(args);
  expect(result).toMatchObject({ code, out: '' });
  expect(result.err).toContain(problem);
  expect(result.err.trim().split('\n')).toHaveLength(1);
});

test('without its environment, or without the broker, it says so and ends', async () => {
  const wrong = await rejected(['list'], { CUSTOMER: 'Fine Meca', ACTIVEMQ_URL: '' });
  expect(wrong).toMatchObject({ code: 78, err: expect.stringContaining('ACTIVEMQ_URL  is missing') });
  const away = await rejected(['list'], { ACTIVEMQ_URL: 'stomp://127.0.0.1:9' });
  expect(away).toMatchObject({ code: 1, err: expect.stringMatching(/^ActiveMQ does not answer: .*ECONNREFUSED.*\n$/) });
});
