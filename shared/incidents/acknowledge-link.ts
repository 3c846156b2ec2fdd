import { createHmac, timingSafeEqual } from 'node:crypto';

/** Which incident a link in a mail is about, and until when it may be used. */
export interface AcknowledgeTicket {
  readonly index: string;
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Path of the page below `PUBLIC_URL`; the ticket follows. */
export const acknowledgePath = '/acknowledge/';

const signature = (content: string, secret: string): Buffer =>
  createHmac('sha256', secret).update(`acknowledge\0${content}`).digest();

/** A ticket as text for a URL: content and HMAC-SHA-256 (RFC 2104), both base64url. */
export function signTicket({ index, id, expiresAt }: AcknowledgeTicket, secret: string): string {
  const content = Buffer.from(JSON.stringify([index, id, expiresAt])).toString('base64url');
  return `${content}.${signature(content, secret).toString('base64url')}`;
}

/** Reads a ticket back. Nothing of it is looked at before its signature is right. */
export function readTicket(
  text: string,
  secret: string,
  now: number,
): AcknowledgeTicket | { readonly refused: 'invalid' | 'expired' } {
  const [content = '', given = '', ...more] = text.split('.');
  const signed = Buffer.from(given, 'base64url');
  const expected = signature(content, secret);
  if (more.length > 0 || signed.length !== expected.length || !timingSafeEqual(signed, expected)) {
    return { refused: 'invalid' };
  }
  const [index, id, expiresAt] = JSON.parse(Buffer.from(content, 'base64url').toString()) as [string, string, number];
  return now < expiresAt ? { index, id, expiresAt } : { refused: 'expired' };
}
