import { describe, expect, it } from 'vitest';
import type { PressureReading } from './evaluate/reading.ts';
import { Watch } from './evaluate/watch.ts';
import { at, evaluation, readings } from './fakes/readings.ts';
import { LateReadings } from './late.ts';
import type { Observer } from './observe.ts';

const quietMs = 60_000;
const old = readings('1', 0, [7, 5.5, 5.4, 5.3, 5.2, 5.2, 6.5, 6.5, 6.5, 6.5, 7]);
const today = readings('1', 7200, [7, 7]);

/** All that is stored, in pages of three. */
function observing(stored: readonly PressureReading[]): Observer & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    stored: () => {
      throw new Error('not asked for');
    },
    async *measured(from, to, deviceId = '') {
      asked.push(deviceId);
      const found = stored.filter((one) => one.deviceId === deviceId && one.at >= from && one.at < to);
      for (let place = 0; place < found.length; place += 3) yield found.slice(place, place + 3);
    },
  };
}

/** What is found when `late` arrives at second 7300, and nothing after it. */
async function judged(stored: readonly PressureReading[], late: readonly PressureReading[], afterMs = quietMs) {
  const watch = new Watch(evaluation, at(7200));
  watch.take(today);
  const readings = new LateReadings(evaluation);
  const observer = observing([...stored, ...today]);
  readings.note(late, at(7300));
  await readings.judge(watch, observer, at(7300) + afterMs, quietMs);
  return { watch, observer, readings };
}

describe('late readings', () => {
  it('tell of a leak that is over', async () => {
    const { watch } = await judged(old, old);
    expect([...watch.closedLeaks]).toMatchObject([
      { deviceId: '1', device: 'air-1', openedAt: at(30), closedAt: at(180), lowest: 5.2, openingPressure: 6 },
    ]);
    expect(watch.devices.get('1')?.leak).toEqual({ kind: 'ok' });
  });

  it('are judged with what was stored before them, in order', async () => {
    const { watch } = await judged(
      old,
      old.filter((_, place) => place === 2),
    );
    expect([...watch.closedLeaks]).toMatchObject([{ openedAt: at(30), closedAt: at(180) }]);
  });

  it('are waited for as long as more of them come', async () => {
    const { watch, observer } = await judged(old, old, quietMs - 1);
    expect([watch.closedLeaks.size, observer.asked]).toEqual([0, []]);
  });

  it('are judged once', async () => {
    const { watch, observer, readings } = await judged(old, old);
    await readings.judge(watch, observer, at(9000), quietMs);
    expect(observer.asked).toEqual(['1']);
  });

  it('that are not low are passed over', async () => {
    const high = readings('1', 0, [7, 7, 6]);
    expect((await judged(high, high)).observer.asked).toEqual([]);
  });

  it('say how a device stands that nothing else is known of', async () => {
    const unknown = readings('2', 6900, [5, 5, 5, 5, 5]);
    const { watch } = await judged(unknown, unknown);
    expect(watch.devices.get('2')).toMatchObject({ leak: { kind: 'leak', since: at(6900) }, lastAt: at(7020) });
  });
});
