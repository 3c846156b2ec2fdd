import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { sampleNotices } from '../alerter/mail/samples.ts';
import type { Notice } from '../alerter/notice.ts';
import { type Authority, type Certificate, createAuthority } from './harness/certificates.ts';
import { enqueue } from './harness/mail.ts';
import { type MailServer, type MailServerOptions, startMailServer } from './harness/mail-server.ts';
import { endBrokerClients } from './harness/queue.ts';
import { endSenders, newCustomer, startSender } from './harness/sender.ts';
import { until } from './harness/until.ts';

const user = 'alerter';
/** With what has to be percent-encoded in a URL. */
const password = 'p@ss/+ word';
const users = { [user]: password };

let authority: Authority;
let certificate: Certificate;
let servers: MailServer[] = [];

beforeAll(async () => {
  authority = await createAuthority();
  certificate = authority.issue('localhost');
});
afterEach(async () => {
  await endSenders();
  endBrokerClients();
  for (const server of servers) await server.close();
  servers = [];
});

async function serve(options: MailServerOptions): Promise<MailServer> {
  const server = await startMailServer(options);
  servers.push(server);
  return server;
}

const notice = (): Notice => sampleNotices(Date.now())[0] as Notice;

test.each([
  ['STARTTLS', {}],
  ['TLS from the first byte', { secure: true }],
])('%s, a private authority and a sign-on: the mail arrives over TLS', async (_, more) => {
  const server = await serve({ certificate, users, ...more });
  const customer = newCustomer();
  const to = `night@${customer}.test`;
  const sender = startSender({
    CUSTOMER: customer,
    SMTP_URL: server.url(user, password),
    SMTP_CA_FILE: authority.file,
    MAIL_TO: to,
  });
  await enqueue(customer, [notice()]);
  await until('the record', () => sender.records.length === 1);
  expect(server.accepted).toMatchObject([{ to, secure: true, user }]);
});

/** Something is wrong with the server, or with what is said of it. */
interface Trouble {
  readonly server: () => MailServerOptions;
  readonly trusted?: boolean;
  readonly password?: string;
  readonly says: string;
  /** The server was shown a password. */
  readonly shown?: boolean;
}

const troubles: Readonly<Record<string, Trouble>> = {
  'a certificate that nobody vouches for': {
    server: () => ({ certificate, users }),
    trusted: false,
    says: 'nobody vouches for its certificate; a private authority belongs in SMTP_CA_FILE',
  },
  'the same with TLS from the first byte': {
    server: () => ({ certificate, users, secure: true }),
    trusted: false,
    says: 'nobody vouches for its certificate',
  },
  'a certificate for another name': {
    server: () => ({ certificate: authority.issue('other.example'), users }),
    says: 'its certificate is for another name than that in SMTP_URL',
  },
  'a wrong password': {
    server: () => ({ certificate, users }),
    password: 'wrong',
    says: 'it refuses the user or the password of SMTP_URL: Invalid login: 535 5.7.8 authentication failed',
    shown: true,
  },
  // By this name the machine reaches itself as well, but it is not known as this machine: a password needs TLS.
  'somebody in between who hides STARTTLS': {
    server: () => ({ users, host: '0.0.0.0' }),
    says: 'it does not begin TLS, and without it no password is sent',
  },
};

describe.each(Object.entries(troubles))('%s', (_, trouble) => {
  test('is said once, no password is told, and nothing is lost', async () => {
    const bad = await serve(trouble.server());
    const customer = newCustomer();
    const to = `night@${customer}.test`;
    const environment = { CUSTOMER: customer, MAIL_TO: to };
    const ca = { SMTP_CA_FILE: authority.file };
    const given = trouble.password ?? password;
    const first = startSender({
      ...environment,
      ...(trouble.trusted === false ? {} : ca),
      SMTP_URL: bad.url(user, given),
    });
    await enqueue(customer, [notice()]);
    await until('the outage to be noticed', () => !first.mailServerAnswers);
    // So that a second line would be there, if there were one.
    await until('another attempt', () => bad.connections > 1);
    const said = first.log.filter(({ msg }) => msg.startsWith('the mail server is away'));
    expect(said).toHaveLength(1);
    expect(String(said[0]?.error)).toContain(trouble.says);
    const all = JSON.stringify(first.log);
    for (const secret of [given, encodeURIComponent(given), Buffer.from(`\0${user}\0${given}`).toString('base64')]) {
      expect(all).not.toContain(secret);
    }
    expect(bad.accepted).toEqual([]);
    expect(bad.shown.length > 0).toBe(trouble.shown ?? false);
    expect(first.records).toEqual([]);
    await first.close();

    const good = await serve({ certificate, users });
    const second = startSender({ ...environment, ...ca, SMTP_URL: good.url(user, password) });
    await until('the record', () => second.records.length === 1);
    expect(good.accepted).toMatchObject([{ to, secure: true, user }]);
  });
});
