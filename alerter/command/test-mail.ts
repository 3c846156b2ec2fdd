import type { MailConfig } from '../mail/config.ts';
import { sampleDrill } from '../mail/drill/sample.ts';
import { messageOf } from '../mail/message.ts';
import { Painter } from '../mail/png.ts';
import { recipientsOf } from '../mail/routes.ts';
import { sampleNotices } from '../mail/samples.ts';
import { createSmtp } from '../mail/smtp.ts';

/**
 * Sends a sample of every kind of mail to whoever would get it, past the queue, and says of each what the SMTP server answered.
 * Resolves with how many it did not accept; rejects when it is away.
 */
export async function sendSamples(config: MailConfig, say: (line: string) => void): Promise<number> {
  const painter = new Painter();
  const draw = (svg: string) => painter.draw(svg);
  const smtp = createSmtp(config.smtp);
  let refused = 0;
  try {
    for (const notice of [...sampleNotices(Date.now()), sampleDrill(Date.now())]) {
      for (const to of recipientsOf(config, notice)) {
        const message = await messageOf({ to, notices: [notice] }, { config, draw, onPictureFailure }, Date.now());
        const verdict = await smtp.send(message);
        if (verdict.kind !== 'accepted') refused += 1;
        say(`${notice.kind} to ${to}: ${verdict.kind}${'reason' in verdict ? `: ${verdict.reason}` : ''}`);
      }
    }
  } finally {
    smtp.close();
    painter.rest();
  }
  return refused;

  function onPictureFailure(error: unknown): void {
    say(`the picture could not be drawn: ${String(error)}`);
  }
}
