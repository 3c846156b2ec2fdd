import { createTransport } from 'nodemailer';
import type Mail from 'nodemailer/lib/mailer/index.js';
import { trust } from '../../shared/tls.ts';
import type { SmtpConfig } from './config.ts';

/** What the SMTP server said of one mail. */
export type SmtpVerdict =
  | { readonly kind: 'accepted' }
  /** It refused this recipient or this mail for good (5xx). */
  | { readonly kind: 'refused'; readonly reason: string }
  /** It refuses this recipient for now (4xx): a full mailbox, greylisting. Others may be served. */
  | { readonly kind: 'postponed'; readonly reason: string };

/** Hands mails to an SMTP server, one connection each. */
export interface SmtpTransport {
  /** Throws when the server is away, or serves nobody: no connection, no TLS, no sign-on, our sender refused. */
  send(mail: Mail.Options): Promise<SmtpVerdict>;
  close(): void;
}

const connectTimeoutMs = 10_000;
/** A server that accepted a mail may take its time to say so; giving up sooner would send it twice (RFC 5321, 4.5.3.2). */
const answerTimeoutMs = 120_000;

export function createSmtp({ host, port, secure, username, password, ca }: SmtpConfig): SmtpTransport {
  const transport = createTransport({
    host,
    port,
    secure,
    // A password does not leave this machine in the clear, whoever stands in the way and hides STARTTLS.
    requireTLS: !secure && username !== undefined && !isLoopback(host),
    ...(username !== undefined && { auth: { user: username, pass: password ?? '' } }),
    tls: trust(ca),
    connectionTimeout: connectTimeoutMs,
    greetingTimeout: connectTimeoutMs,
    socketTimeout: answerTimeoutMs,
    // Mails are made here: nothing in them may make the library read a file or fetch an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send(mail) {
      try {
        await transport.sendMail(mail);
        return { kind: 'accepted' };
      } catch (error) {
        const verdict = judgeSmtp(error);
        if (verdict) return verdict;
        const advice = adviceOn(error);
        throw advice === undefined ? error : new Error(advice, { cause: error });
      }
    },
    close: () => transport.close(),
  };
}

/**
 * What an error of the library says of the mail; undefined when it says something of the server or of us. A refused sender
 * or sign-on is ours to repair: until then everything waits, and nothing is given up.
 */
export function judgeSmtp(error: unknown): SmtpVerdict | undefined {
  if (!(error instanceof Error)) return undefined;
  const { responseCode, command, response } = error as SmtpError;
  if (responseCode === undefined || (command !== 'RCPT TO' && command !== 'DATA')) return undefined;
  const reason = (response ?? error.message).slice(0, 500);
  if (responseCode >= 500) return { kind: 'refused', reason };
  // 421: the server is closing the connection for everybody.
  return responseCode >= 400 && responseCode !== 421 ? { kind: 'postponed', reason } : undefined;
}

/** What to look at, for whoever reads the log, where waiting alone does not help. */
function adviceOn(error: unknown): string | undefined {
  const { code, originalCode = '', command, responseCode = 0 } = error as SmtpError;
  if (code === 'EAUTH') return 'it refuses the user or the password of SMTP_URL';
  if (command === 'MAIL FROM' && responseCode >= 500) return 'it refuses the sender, MAIL_FROM';
  if (command === 'STARTTLS') return 'it does not begin TLS, and without it no password is sent';
  if (originalCode === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return 'its certificate is for another name than that in SMTP_URL';
  if (/CERT|UNABLE_TO_VERIFY/.test(originalCode)) {
    return 'nobody vouches for its certificate; a private authority belongs in SMTP_CA_FILE';
  }
  if (originalCode === 'ERR_SSL_WRONG_VERSION_NUMBER') {
    return 'it does not speak TLS from the first byte; is it smtp:// instead of smtps://?';
  }
  return undefined;
}

/** What the library adds to an error. */
type SmtpError = Error & {
  readonly code?: string;
  /** Of Node, under the library's own code. */
  readonly originalCode?: string;
  readonly responseCode?: number;
  readonly command?: string;
  readonly response?: string;
};

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');
