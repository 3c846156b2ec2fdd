import { relative, resolve } from 'node:path';
import { sensorTypes } from '../simulator/sensor.ts';
import { addresses } from './addresses.ts';
import type { Ending } from './ending.ts';
import type { Installation } from './installation.ts';
import { Latest } from './latest.ts';
import { type Counts, lookAtCounts, lookAtParts } from './look.ts';
import { createLive } from './plants.ts';
import type { Screen } from './screen.ts';
import type { Sensors } from './sensors.ts';
import { watchStored } from './stored.ts';
import { renderLine, renderTable, type View } from './table.ts';
import { Reader } from './topics.ts';
import { pause } from './wait.ts';

const drawEveryMs = 1000;
const lineEveryMs = 5000;

/** Readings as they come, with a table of what becomes of them, until the demo ends. Returns the last figures. */
export async function showLive(options: {
  readonly installation: Installation;
  readonly sensors: Sensors;
  readonly devicesPerType: number;
  readonly ending: Ending;
  readonly screen: Screen;
  readonly logFolder: string;
}): Promise<Counts> {
  const { installation, sensors, ending, screen } = options;
  const latest = new Latest();
  const reader = await Reader.connect(installation.stack.activemqUrl);
  watchStored(reader, (type, document) => latest.take(type, document));
  const plant = createLive({ devicesPerType: options.devicesPerType, now: Date.now() });
  const sending = sensors.live(plant, ending.signal);
  const below = addresses(installation, installation.stack.ports, relative(resolve('.'), options.logFolder));
  if (!screen.terminal) screen.say(below.join('\n'));
  try {
    while (!ending.signal.aborted) {
      const view = await viewOf(installation, latest);
      // What was seen while it ended is about parts that are going already.
      if (ending.signal.aborted) break;
      if (screen.terminal) screen.draw(renderTable(view, screen), below);
      else screen.say(renderLine(view));
      await pause(screen.terminal ? drawEveryMs : lineEveryMs, ending.signal);
    }
    await sending;
  } finally {
    reader.close();
  }
  return await lookAtCounts(installation);
}

async function viewOf(installation: Installation, latest: Latest): Promise<View> {
  const [counts, parts] = await Promise.all([lookAtCounts(installation), lookAtParts(installation)]);
  const now = Date.now();
  const rows = sensorTypes.map((type) => ({ type, counts: counts[type], latest: latest.of(type, now) }));
  return { rows, parts, notice: latest.notice() };
}
