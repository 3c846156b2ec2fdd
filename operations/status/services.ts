import { describeError } from '../../shared/outage.ts';
import type { Finding } from '../../shared/status/finding.ts';
import { patienceMs } from './patience.ts';

/** Asks a service's `/ready`. */
export async function checkService(name: string, address: string): Promise<Finding> {
  const part = 'service';
  try {
    const answer = await fetch(`${address}/ready`, { signal: AbortSignal.timeout(patienceMs) });
    const { checks = {} } = (await answer.json()) as { checks?: Record<string, boolean> };
    if (answer.ok) return { part, name, health: 'ok', says: 'ready' };
    const failing = Object.entries(checks).flatMap(([check, holds]) => (holds ? [] : [check]));
    const values = { checks: failing.join(', ') || '?' };
    return { part, name, health: 'broken', says: 'waits-for', values, next: 'see-to-checks' };
  } catch (error) {
    const values = { address, detail: describeError(error) };
    return { part, name, health: 'broken', says: 'silent-service', values, next: 'start-service' };
  }
}
