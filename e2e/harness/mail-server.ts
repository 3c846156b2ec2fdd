import net, { type AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A mail that got its 250. */
export interface AcceptedMail {
  readonly to: string;
  readonly subject: string;
  readonly messageId: string;
  /** Over TLS. */
  readonly secure: boolean;
  /** Who had signed on. */
  readonly user: string | undefined;
}

export interface MailServerOptions {
  /** PEM. Without one there is no STARTTLS. */
  readonly certificate?: { readonly cert: string; readonly key: string };
  /** TLS from the first byte. */
  readonly secure?: boolean;
  /** Names and passwords; without them nobody has to sign on. */
  readonly users?: Readonly<Record<string, string>>;
  /** The reply to `RCPT TO`, such as `550 5.1.1 no such user`; undefined accepts. */
  readonly answer?: (recipient: string) => string | undefined | Promise<string | undefined>;
  /** Called with the whole mail, before its 250. */
  readonly onMail?: (recipient: string) => void;
  readonly host?: string;
  /** A port that was free a moment ago. */
  readonly port?: number;
}

/** A real SMTP server on a free port of this machine. */
export interface MailServer {
  /** `smtp://localhost:…`, or `smtps://`, with user and password where they are given. */
  url(user?: string, password?: string): string;
  /** In the order of their 250. */
  readonly accepted: readonly AcceptedMail[];
  /** How often anybody has connected. */
  readonly connections: number;
  /** Names and passwords that anybody has shown. */
  readonly shown: readonly string[];
  close(): Promise<void>;
}

export async function startMailServer(options: MailServerOptions = {}): Promise<MailServer> {
  const { certificate, secure = false, users, answer, onMail, host = 'localhost', port = 0 } = options;
  const accepted: AcceptedMail[] = [];
  const shown: string[] = [];
  const refusal = (line: string) => Object.assign(new Error(line.slice(4)), { responseCode: Number(line.slice(0, 3)) });
  const settings: SMTPServerOptions = {
    ...certificate,
    secure,
    authOptional: users === undefined,
    // As a server that a man in the middle has stripped of STARTTLS: it would take a password all the same.
    allowInsecureAuth: certificate === undefined,
    disabledCommands: [...(users ? [] : ['AUTH']), ...(certificate ? [] : ['STARTTLS'])],
    hideENHANCEDSTATUSCODES: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    onAuth({ username = '', password = '' }, _session, done) {
      shown.push(`${username}:${password}`);
      if (users?.[username] === password) done(null, { user: username });
      else done(refusal('535 5.7.8 authentication failed'));
    },
    async onRcptTo({ address }, _session, done) {
      const line = await answer?.(address);
      done(line === undefined ? null : refusal(line));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const [head = ''] = Buffer.concat(chunks).toString().split('\r\n\r\n', 1);
        const header = (name: string) => new RegExp(`^${name}: *(.*)$`, 'im').exec(head)?.[1]?.trim() ?? '';
        const [{ address: to } = { address: '' }] = session.envelope.rcptTo;
        onMail?.(to);
        accepted.push({
          to,
          subject: header('Subject'),
          messageId: header('Message-ID'),
          secure: session.secure,
          user: session.user === undefined ? undefined : String(session.user),
        });
        done(null);
      });
    },
  };
  const server = new SMTPServer(settings);
  // Clients that refuse its certificate are no news here.
  server.on('error', () => undefined);
  let connections = 0;
  server.server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  const { port: found } = server.server.address() as AddressInfo;
  return {
    url(user, password) {
      const who = user === undefined ? '' : `${encodeURIComponent(user)}:${encodeURIComponent(password ?? '')}@`;
      return `${secure ? 'smtps' : 'smtp'}://${who}${host}:${found}`;
    },
    accepted,
    get connections() {
      return connections;
    },
    shown,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A port on which nobody listens. */
export async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
