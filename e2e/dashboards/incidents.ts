import type { Incident } from '../../shared/incidents/incident.ts';
import { alertNamesOf, yearlyIndex } from '../../shared/names.ts';
import type { Written } from './documents.ts';
import { leaks, midnight, now } from './site.ts';

const hours = (daysBefore: number, hour: number) => midnight(daysBefore).add({ hours: hour }).toInstant().toString();

/** The incidents that an alerter would have written of these two weeks. */
export function incidentsOf(customer: string): Written[] {
  const { incidentIndex } = alertNamesOf(customer);
  const incidents: Incident[] = [
    ...leaks.map(({ device, deviceId, from, to }): Incident => {
      const over = to.getTime() <= now;
      return {
        kind: 'leak',
        device,
        deviceId,
        state: over ? 'closed' : 'open',
        openedAt: from.toISOString(),
        ...(over && { closedAt: to.toISOString() }),
        updatedAt: (over ? to : new Date(now)).toISOString(),
        openingPressure: device === 'air-1' ? 6 : 5.5,
        lowestPressure: device === 'air-1' ? 3.98 : 4.21,
        mails: [],
      };
    }),
    {
      kind: 'sensor-silent',
      device: 'centrale-3',
      deviceId: '14',
      state: 'closed',
      openedAt: hours(5, 8),
      closedAt: hours(5, 13),
      updatedAt: hours(5, 13),
      mails: [],
    },
    {
      kind: 'sensor-silent',
      device: 'weather-2',
      deviceId: '102',
      state: 'closed',
      openedAt: hours(2, 20),
      closedAt: hours(1, 7),
      updatedAt: hours(1, 7),
      mails: [],
    },
    {
      kind: 'pipeline-down',
      state: 'closed',
      openedAt: hours(4, 3),
      closedAt: hours(4, 4),
      updatedAt: hours(4, 4),
      mails: [],
    },
  ];
  return incidents.map((document, number) => ({
    index: yearlyIndex(incidentIndex, document.openedAt),
    id: `incident-${number}`,
    document: { ...document },
  }));
}
