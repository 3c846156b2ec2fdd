import { describeError } from '../../shared/outage.ts';
import { type Finding, patienceMs } from './finding.ts';

/** Asks a service's `/ready`. */
export async function checkService(name: string, address: string): Promise<Finding> {
  try {
    const answer = await fetch(`${address}/ready`, { signal: AbortSignal.timeout(patienceMs) });
    const { checks = {} } = (await answer.json()) as { checks?: Record<string, boolean> };
    const failing = Object.entries(checks).flatMap(([check, holds]) => (holds ? [] : [check]));
    if (answer.ok) return { what: name, health: 'ok', words: 'ready' };
    return {
      what: name,
      health: 'broken',
      words: `runs, but waits for ${failing.join(', ') || 'something'}`,
      next: `see to ${failing.join(' and ') || 'what it says in its log'}; the service goes on by itself`,
    };
  } catch (error) {
    return {
      what: name,
      health: 'broken',
      words: `does not answer at ${address}: ${describeError(error)}`,
      next: `start its container, and read the last lines of its log`,
    };
  }
}
