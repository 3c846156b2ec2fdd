import { createHash } from 'node:crypto';

/** A mailbox: `Finemeca <no-reply@finemeca.be>`. */
export interface Mailbox {
  readonly name?: string;
  readonly address: string;
}

/** What mail servers accept in practice: no spaces, quotes, commas or brackets, and a domain. At most 254 characters (RFC 5321). */
const addressPattern = /^[^\s@<>()[\],;:="\\/]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/;

export const isAddress = (text: string): boolean => text.length <= 254 && addressPattern.test(text);

/** Reads `address` or `Name <address>`; undefined where it is neither. A name has no line breaks: it goes into a header. */
export function readMailbox(text: string): Mailbox | undefined {
  const [, name = '', bracketed] = /^([^<>\p{Cc}]*)<([^<>]+)>$/u.exec(text.trim()) ?? [];
  const address = (bracketed ?? text).trim();
  if (!isAddress(address)) return undefined;
  const plainName = name.trim().replace(/^"(.*)"$/, '$1');
  return plainName === '' ? { address } : { name: plainName, address };
}

/** Addresses are compared without regard to case: people write them either way, and no provider tells them apart. */
export const addressKey = (address: string): string => address.toLowerCase();

/** Stands for an address where it is only to be recognised. */
export const addressHash = (address: string): string =>
  createHash('sha256').update(addressKey(address)).digest('base64url').slice(0, 16);

/** For logs: enough to find a person by, not enough to write to them: `m…@finemeca.be`. */
const maskedAddress = (address: string): string => address.replace(/^(.).*@/u, '$1…@');

/** The same for all addresses in a text, such as a mail server's answer. */
export const maskAddresses = (text: string): string => text.replace(/[^\s<>()]+@[^\s<>()]+/gu, maskedAddress);
