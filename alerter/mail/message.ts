import type Mail from 'nodemailer/lib/mailer/index.js';
import type { AnyNotice } from '../notice.ts';
import { drawChart } from './chart.ts';
import { type Composition, compose } from './compose.ts';
import type { MailConfig } from './config.ts';
import { composeDrill } from './drill/compose.ts';
import { composeGroup } from './group.ts';
import { renderHtml } from './html.ts';
import type { Letter } from './letters.ts';
import { identityOf } from './message-id.ts';
import { renderText } from './text.ts';

/** The picture's name within the mail. */
const chartId = 'chart';

export interface MessageTools {
  readonly config: MailConfig;
  /** Draws an SVG as PNG; the mail leaves without a picture when it throws. */
  readonly draw: (svg: string) => Promise<Buffer>;
  readonly onPictureFailure: (error: unknown) => void;
}

const composeOne = (notice: AnyNotice, composition: Composition) =>
  notice.kind === 'drill' ? composeDrill(notice, composition) : compose(notice, composition);

/** A letter as a message for the SMTP server, made at `now` (ms since the epoch). */
export async function messageOf(
  letter: Letter,
  { config, draw, onPictureFailure }: MessageTools,
  now: number,
): Promise<Mail.Options> {
  const { to, notices } = letter;
  const composition = { config, language: config.languageOf(to), now };
  const [notice] = notices;
  const mail = notice && notices.length === 1 ? composeOne(notice, composition) : composeGroup(notices, composition);
  const png = mail.chart && (await draw(drawChart(mail.chart)).catch(onPictureFailure));
  const { messageId, inReplyTo } = identityOf(letter, config);
  return {
    from: { name: config.from.name ?? '', address: config.from.address },
    to: { name: '', address: to },
    subject: mail.subject,
    messageId,
    ...(inReplyTo !== undefined && { inReplyTo, references: [inReplyTo] }),
    date: new Date(now),
    ...(mail.state === 'leak' && { priority: 'high' }),
    headers: {
      // Holiday notes and other robots do not answer these (RFC 3834; the second is Exchange's own).
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'Content-Language': mail.language,
    },
    text: renderText(mail),
    html: renderHtml(mail, png ? `cid:${chartId}` : undefined),
    ...(png && {
      attachments: [
        { cid: chartId, filename: 'chart.png', content: png, contentType: 'image/png', contentDisposition: 'inline' },
      ],
    }),
  };
}
