import { type Finding, type Health, overall } from '../../shared/status/finding.ts';
import { fill, say, statusTexts } from '../../shared/status/words.ts';

const colours: Readonly<Record<Health, string>> = { ok: '32', warning: '33', broken: '31', 'not-watched': '2' };
/** A sensor's name is the sensor's own. */
const visible = (text: string): string => text.replace(/[^\x20-\x7e\u00a0-\uffff]/g, '?');

/** All findings, and above them what needs somebody. Only what is broken makes the exit code 1. */
export function screen(findings: readonly Finding[], coloured: boolean): { text: string; exitCode: number } {
  const paint = (text: string, health: Health) => (coloured ? `\u001b[${colours[health]}m${text}\u001b[0m` : text);
  const said = findings.map((finding) => ({ ...say(finding, 'en'), state: finding.health }));
  const width = Math.max(...said.map(({ what }) => what.length));
  const lines = said.flatMap(({ what, state, health, words, next }) => [
    `${paint(health.padEnd(11), state)}  ${visible(what).padEnd(width)}  ${visible(words)}`,
    ...(next ? [`${' '.repeat(13 + width)}  -> ${visible(next)}`] : []),
  ]);
  const { health, about } = overall(findings);
  const list = about.map((finding) => visible(say(finding, 'en').what)).join(', ');
  const summary = paint(fill(statusTexts.en.overall[health], { list }, 'en'), health);
  return { text: [summary, '', ...lines].join('\n'), exitCode: health === 'broken' ? 1 : 0 };
}
