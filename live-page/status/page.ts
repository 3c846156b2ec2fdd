import type { Language } from '../../shared/language.ts';
import { type Finding, type Health, overall, type Part, type Status } from '../../shared/status/finding.ts';
import type { Group } from '../../shared/status/texts/texts.ts';
import { fill, say, statusTexts } from '../../shared/status/words.ts';
import { type Html, html, smallPage } from '../html.ts';

/** State has a colour, a shape and a word, always all three. */
const shapes: Readonly<Record<Health, string>> = { ok: '●', warning: '■', broken: '▲', 'not-watched': '◌' };

const groups: Readonly<Record<Group, readonly Part[]>> = {
  services: ['service'],
  way: ['mqtt', 'activemq', 'queues', 'dead-letters', 'elasticsearch'],
  room: ['disk', 'shards', 'backup'],
  mails: ['mail-server', 'mail', 'canary'],
  sensors: ['sensor', 'sensors'],
};
/** Sensors that are in order stand behind a line that counts them, when there are more. */
const mostInOrder = 6;

/** The status as a page of one column, which fetches itself again (public/status.ts). */
export function statusPage(
  { at, findings }: Status,
  options: { readonly basePath: string; readonly language: Language; readonly siteTimeZone: string },
): string {
  const { basePath, language, siteTimeZone } = options;
  const texts = statusTexts[language];
  const { health, about } = overall(findings);
  const list = about.map((finding) => say(finding, language).what).join(', ');
  const time = new Intl.DateTimeFormat(language, { timeZone: siteTimeZone, timeStyle: 'medium' }).format(at);
  const sections = (Object.keys(groups) as Group[])
    .map((group) => ({ group, members: findings.filter(({ part }) => groups[group].includes(part)) }))
    .sort((a, b) => Math.min(...a.members.map(rank)) - Math.min(...b.members.map(rank)))
    .map(({ group, members }) => section(texts.groups[group], members, language));
  return smallPage({
    basePath,
    language,
    title: texts.title,
    styles: 'status.css',
    script: 'status.js',
    content: html`
<h1>${texts.title}</h1>
<p class="overall ${health}" role="status"><span aria-hidden="true">${shapes[health]}</span> ${fill(texts.overall[health], { list }, language)}</p>
<p class="soft">${fill(texts.lookedAt, { time }, language)}</p>
<p class="problem" id="not-refreshed" role="alert" hidden>${texts.notRefreshed}</p>
${sections}`,
  });
}

function section(title: string, findings: readonly Finding[], language: Language): Html {
  if (findings.length === 0) return html``;
  const inOrder = findings.filter(({ part, health }) => part === 'sensor' && health === 'ok');
  const folded = inOrder.length > mostInOrder ? new Set(inOrder) : new Set<Finding>();
  const shown = findings.filter((finding) => !folded.has(finding)).sort((a, b) => rank(a) - rank(b));
  const count = fill(statusTexts[language].inOrder, { count: folded.size }, language);
  return html`<section>
<h2>${title}</h2>
${shown.length > 0 ? html`<ul>${shown.map((finding) => line(finding, language))}</ul>` : undefined}
${folded.size > 0 ? html`<details><summary><span class="ok" aria-hidden="true">${shapes.ok}</span> ${count}</summary><ul>${[...folded].map((finding) => line(finding, language))}</ul></details>` : undefined}
</section>`;
}

/** What needs somebody stands first; all else keeps its order. */
const ranks: Readonly<Record<Health, number>> = { broken: 0, warning: 1, 'not-watched': 2, ok: 2 };
const rank = ({ health }: Finding): number => ranks[health];

function line(finding: Finding, language: Language): Html {
  const { what, health, words, next } = say(finding, language);
  return html`<li class="${finding.health}"><b><span aria-hidden="true">${shapes[finding.health]}</span> ${what}</b> <i>${health}</i> <span class="words">${words}</span>${next ? html` <span class="next">${next}</span>` : undefined}</li>`;
}
