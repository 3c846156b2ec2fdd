import { lastLevel } from './envelope.ts';

/*
 * The canary: a reading of a device that does not exist, sent now and then to see whether readings still get through. It is
 * stored apart from all others, and marked wherever it is shown to a program.
 */

/** The last level of its topic. No real device may have it. */
const canaryLevel = 'canary';

/** The sensor type that it plays: the one that leaks are found in. */
export const canaryType = 'air';

export const canaryTopic = (customer: string): string => `${customer}/${canaryType}/${canaryLevel}`;

export const isCanaryTopic = (mqttTopic: string): boolean => lastLevel(mqttTopic) === canaryLevel;

/** What tells the stored document of a canary from that of a reading. A payload cannot set it. */
export const syntheticMark = { synthetic: true } as const;

export const isSynthetic = (document: unknown): boolean =>
  typeof document === 'object' && document !== null && 'synthetic' in document && document.synthetic === true;

/** When the run began that a canary's stored document belongs to (ms since the epoch); undefined where it does not say. */
export function runOf(document: unknown): number | undefined {
  if (!isSynthetic(document)) return undefined;
  const began = Date.parse(String((document as { run?: unknown }).run));
  return Number.isNaN(began) ? undefined : began;
}
