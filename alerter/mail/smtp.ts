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
        throw error;
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
  const { responseCode, command, response } = error as Error & {
    responseCode?: number;
    command?: string;
    response?: string;
  };
  if (responseCode === undefined || (command !== 'RCPT TO' && command !== 'DATA')) return undefined;
  const reason = (response ?? error.message).slice(0, 500);
  if (responseCode >= 500) return { kind: 'refused', reason };
  // 421: the server is closing the connection for everybody.
  return responseCode >= 400 && responseCode !== 421 ? { kind: 'postponed', reason } : undefined;
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');
