import { join } from 'node:path';
import type { Arguments } from './arguments.ts';
import { fillPast } from './backfill.ts';
import { canaryPasses } from './canary.ts';
import { DemoError, type Ending } from './ending.ts';
import { demoFolder, type Installation } from './installation.ts';
import { showLive } from './live.ts';
import { proveOnce } from './once.ts';
import type { Screen } from './screen.ts';
import { Sensors } from './sensors.ts';
import { whole } from './table.ts';

/** Starts everything, shows or proves it, and stops everything. Resolves with the exit code. */
export async function runDemo(
  { once, days, devicesPerType }: Arguments,
  { installation, ending, screen }: { installation: Installation; ending: Ending; screen: Screen },
): Promise<number> {
  const started = Date.now();
  let complete = false;
  try {
    await installation.start();
    complete = true;
    screen.say(`everything runs (${seconds(started)})`);
    const options = { installation, ending, screen, days, devicesPerType };
    return once ? await proveOnce(options, started) : await show(options);
  } finally {
    await installation.stop();
    if (complete) screen.say(`stopped after ${seconds(started)}; nothing is left running`);
  }
}

async function show(options: {
  readonly installation: Installation;
  readonly ending: Ending;
  readonly screen: Screen;
  readonly days: number;
  readonly devicesPerType: number;
}): Promise<number> {
  const { installation, ending, screen } = options;
  const { signal } = ending;
  const sensors = new Sensors(installation.stack.mqttUrl, signal);
  try {
    const filled = await fillPast({ ...options, sensors, signal, steady: false });
    if (!filled && !signal.aborted)
      throw new DemoError('The back-fill came to a standstill; see the logs in .stack/demo/logs.');
    if (!signal.aborted) await sendCanary(options);
    if (!signal.aborted) {
      const counts = Object.values(await showLive({ ...options, sensors, logFolder: join(demoFolder, 'logs') }));
      const sum = (what: 'stored' | 'duplicates' | 'rejected') =>
        whole(counts.reduce((total, count) => total + count[what], 0));
      screen.say(
        `\n${whole(sensors.sent)} readings sent by the sensors; ${sum('stored')} stored, ${sum('duplicates')} duplicates, ` +
          `${sum('rejected')} rejected`,
      );
    }
  } finally {
    if (ending.death !== undefined) screen.say(ending.death.split('\n')[0] ?? '');
    screen.say('stopping the sensors');
    await sensors.close();
  }
  if (ending.death !== undefined) throw new DemoError(ending.death);
  return 0;
}

/** The status asks for a first one, as after every installation. */
async function sendCanary({
  installation,
  ending,
  screen,
}: Pick<Parameters<typeof show>[0], 'installation' | 'ending' | 'screen'>) {
  screen.status('sending a canary');
  try {
    screen.say(await canaryPasses(installation, ending.signal));
  } catch (error) {
    if (!ending.signal.aborted) screen.say((error as Error).message);
  }
}

const seconds = (since: number): string => `${((Date.now() - since) / 1000).toFixed(1)} s`;
