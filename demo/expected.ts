import { sensorTypes } from '../shared/sensors/index.ts';
import type { Outgoing } from './sensors.ts';
import { site } from './site.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Kept as they are. */
const kept = ['Customer', 'idGateway', 'idDevice', 'Device', 'msgCount', 'Length', 'RSSI', 'SNR', 'Mod'];

/**
 * What a reading of the simulator should be stored as, made from what was sent and nothing that the ingestor has computed;
 * `undefined` is a field that must be absent. The simulator sends every measure in the unit that is stored.
 */
export function expectedFields({ type, payload, measuredAt }: Outgoing & { readonly measuredAt: Date }): Fields {
  const sent = JSON.parse(payload) as Fields;
  const measures = sensorTypes.find(({ name }) => name === type)?.measures ?? {};
  const wholeSecond = Math.floor(measuredAt.getTime() / 1000) * 1000;
  const expected: Record<string, unknown> = {
    ...Object.fromEntries(kept.map((key) => [key, sent[key]])),
    timestamp: new Date(wholeSecond).toISOString(),
    Time: undefined,
    deviceId: String(sent.idDevice),
    device: sent.Device,
  };
  for (const [key, { unit }] of Object.entries(measures)) {
    // null, 'NULL' and absent are no value.
    const value = typeof sent[key] === 'number' ? sent[key] : undefined;
    expected[key] = value;
    if (unit !== undefined) expected[`${key}-U`] = value === undefined ? undefined : (sent[`${key}-U`] ?? unit);
  }
  if (type === 'air') {
    expected.PresOpen ??= site.openingPressure;
    expected['PresOpen-U'] ??= 'bar';
    expected.pressureMargin = marginOf(sent);
  }
  return expected;
}

/** Pressure above the opening pressure, bar; undefined without a pressure. */
export function marginOf({ Pres, PresOpen }: Fields): number | undefined {
  if (typeof Pres !== 'number') return undefined;
  return Pres - (typeof PresOpen === 'number' ? PresOpen : site.openingPressure);
}

/** One sentence for each field of a document that is not as expected. */
export function differences(expected: Fields, document: Fields): string[] {
  return Object.entries(expected).flatMap(([key, value]) => {
    const found = document[key];
    const same =
      typeof value === 'number' && typeof found === 'number' ? Math.abs(value - found) < 1e-9 : value === found;
    return same ? [] : [`${key} is ${JSON.stringify(found)}, not ${JSON.stringify(value)}`];
  });
}
