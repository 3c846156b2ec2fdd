import { status } from '../shared/status/finding.ts';
import type { Installation } from './installation.ts';

/** What has to be well in a demo; sensors of long ago are silent, and somebody may have sent bad readings. */
const watched = ['service', 'mqtt', 'activemq', 'elasticsearch', 'mail-server', 'canary'];
const answerMs = 30_000;

/** Looks at the status as IT does; throws an Error with what is not well. */
export async function statusShown({ services, pageUrl }: Installation): Promise<string> {
  const signal = AbortSignal.timeout(answerMs);
  const operations = services.find(({ description }) => description.role === 'operations');
  const { findings } = status.parse(await (await fetch(`${operations?.address}/status`, { signal })).json());
  const looked = findings.filter(({ part }) => watched.includes(part));
  const missing = watched.filter((part) => !looked.some((each) => each.part === part));
  const unwell = looked
    .filter(({ health }) => health !== 'ok')
    .map(({ part, name, says }) => `${name ?? part} ${says}`);
  if (missing.length + unwell.length > 0) throw new Error(`the status: ${[...unwell, ...missing].join(', ')}`);
  const page = await fetch(`${pageUrl}/status`, { signal, headers: { 'accept-language': 'en' } });
  const text = await page.text();
  const names = looked.flatMap(({ name }) => name ?? []);
  const unsaid = names.filter((name) => !text.includes(name));
  if (!page.ok || unsaid.length > 0)
    throw new Error(`the status page does not show ${unsaid.join(', ') || page.status}`);
  return `the status page shows ${looked.length} parts that are well, ${names.length} services among them`;
}
