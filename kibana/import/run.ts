import { Temporal } from 'temporal-polyfill';
import { describeError } from '../../shared/outage.ts';
import type { ImportConfig } from './config.ts';
import { createKibana } from './kibana.ts';
import {
  applySettings,
  ensureRole,
  ensureSpace,
  ensureViewer,
  importObjects,
  type Step,
  waitForKibana,
} from './steps.ts';

/**
 * Brings the dashboards into Kibana and says of each thing what became of it. Run again, it changes nothing but what was
 * changed by hand. Resolves with the exit code: 0, or 1 when something failed.
 */
export async function runImport(config: ImportConfig, say: (line: string) => void): Promise<number> {
  let failures = 0;
  const report = (...steps: readonly Step[]): void => {
    for (const { outcome, what, why } of steps) {
      if (outcome === 'failed') failures++;
      say(`${outcome.padEnd(9)} ${what}${why ? `: ${why.trim()}` : ''}`);
    }
  };
  const patienceSeconds = config.waitSeconds;
  const whole = createKibana(config.kibana, { patienceSeconds });
  const inSpace = createKibana(config.kibana, { space: config.space, patienceSeconds });
  try {
    const unavailable = await waitForKibana(createKibana(config.kibana), config.waitSeconds);
    if (unavailable) {
      report(unavailable);
      return 1;
    }
    if (isWestOfGreenwich(config.siteTimeZone)) {
      say(`note      days of the ledger are shown a day early in ${config.siteTimeZone}: see docs/dashboards.md`);
    }
    const space = await ensureSpace(whole, config.space);
    report(space);
    // Without its space there is nowhere to go on.
    if (space.outcome === 'failed') return 1;
    report(...(await importObjects(inSpace, config)));
    report(await applySettings(inSpace, config));
    const role = await ensureRole(whole, config);
    report(role);
    if (role.outcome !== 'failed') report(await ensureViewer(config));
  } catch (error) {
    report({ outcome: 'failed', what: 'Kibana', why: describeError(error) });
  }
  say(failures === 0 ? 'done' : `${failures} failed; the import may be run again`);
  return failures === 0 ? 0 : 1;
}

/** A day of the ledger is stored as midnight UTC, which is the evening before there. */
const isWestOfGreenwich = (timeZone: string): boolean => Temporal.Now.zonedDateTimeISO(timeZone).offsetNanoseconds < 0;
