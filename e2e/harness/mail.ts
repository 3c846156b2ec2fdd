import { inject } from 'vitest';
import type { Notice } from '../../alerter/notice.ts';
import { alertNamesOf } from '../../shared/names.ts';
import { connectBroker } from './queue.ts';
import { until } from './until.ts';

/** A mail as the receiver shows it: parsed by somebody else. */
export interface ReceivedMail {
  readonly id: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly to: readonly { readonly address: string }[];
  readonly from: readonly { readonly address: string; readonly name: string }[];
  readonly attachments?: readonly {
    readonly contentType: string;
    readonly contentId?: string;
    readonly length: number;
  }[];
}

/** The mails that a receiver has for an address, oldest first. */
export async function mailsTo(webUrl: string, address: string): Promise<ReceivedMail[]> {
  const answer = await fetch(`${webUrl}/api/email`);
  const mails = (await answer.json()) as ReceivedMail[];
  return mails.filter(({ to }) => to.some((one) => one.address === address));
}

/** Waits until an address has that many, and fails when it has more. */
export const received = (webUrl: string, address: string, count: number): Promise<ReceivedMail[]> =>
  until(`${count} mails to ${address}`, async () => {
    const mails = await mailsTo(webUrl, address);
    if (mails.length > count)
      throw new Error(`${mails.length} mails: ${mails.map(({ subject }) => subject).join(', ')}`);
    return mails.length === count ? mails : undefined;
  });

/** The headers of a mail as they came over the wire, names in lower case. */
export async function headersOf(webUrl: string, { id }: ReceivedMail): Promise<Readonly<Record<string, string>>> {
  const source = await (await fetch(`${webUrl}/api/email/${id}/source`)).text();
  const [head = ''] = source.split(/\r?\n\r?\n/, 1);
  const lines = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  return Object.fromEntries(lines.map((line) => [line.split(':', 1)[0]?.toLowerCase(), line.replace(/^[^:]*: */, '')]));
}

/** Puts bodies into a customer's queue of notices, in one transaction. */
export async function enqueue(customer: string, bodies: readonly (Notice | string)[]): Promise<void> {
  const client = await connectBroker(inject('activemqUrl'));
  await new Promise<void>((resolve, reject) => {
    const transaction = client.begin();
    for (const body of bodies) {
      const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
      const headers = { destination: alertNamesOf(customer).queue, persistent: 'true', 'content-length': bytes.length };
      transaction.send(headers).end(bytes);
    }
    transaction.commit({ onReceipt: resolve, onError: reject });
  });
}
