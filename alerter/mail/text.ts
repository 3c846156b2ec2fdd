import { looks } from './look.ts';
import type { Mail } from './mail.ts';

/** A mail as plain text: the same facts in the same order. */
export function renderText(mail: Mail): string {
  // French sets a space before it.
  const colon = mail.language === 'fr' ? ' :' : ':';
  const paragraphs = [
    [mail.subject, mail.place],
    mail.warnings,
    mail.figures.map(({ label, value, unit, detail }) => {
      const figure = `${label}${colon} ${value}${unit ? ` ${unit}` : ''}`;
      return detail ? `${figure} (${detail})` : figure;
    }),
    mail.items.map(({ state, text, links }) =>
      [`${looks[state].shape} ${text}`, ...links.map(({ label, url }) => `  ${label}${colon} ${url}`)].join('\n'),
    ),
    [...mail.buttons, ...mail.links].map(({ label, url }) => `${label}${colon}\n${url}`),
    // The usual mark of what is no longer the message.
    ['-- ', ...mail.smallPrint],
  ];
  return `${paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}
