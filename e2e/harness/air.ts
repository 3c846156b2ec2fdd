import { createCalendar } from '../../simulator/calendar.ts';
import { type Message, publish } from './publish.ts';
import type { Site } from './site.ts';

const calendar = createCalendar('Europe/Brussels');

/** Readings of one device: pressures (bar), the last of them at `endsAt`, each `periodSeconds` after the one before. */
export interface Course {
  readonly device: string;
  readonly pressures: readonly number[];
  readonly endsAt: number;
  readonly periodSeconds?: number;
  readonly opening?: number;
}

/** What sensors send in these courses. */
export const messagesOf = (site: Site, ...courses: readonly Course[]): Message[] =>
  courses.flatMap(({ device, pressures, endsAt, periodSeconds = 30, opening = 6 }) =>
    pressures.map((pressure, at) => ({
      topic: site.topic('air', device),
      payload: {
        Device: device,
        Time: calendar.format(endsAt - (pressures.length - 1 - at) * periodSeconds * 1000),
        Pres: pressure,
        PresOpen: opening,
      },
    })),
  );

/** Sends courses over MQTT, as sensors do, and waits until all of their readings are stored. */
export async function sendAir(site: Site, ...courses: readonly Course[]): Promise<void> {
  const before = (await site.documents('air')).length;
  const messages = messagesOf(site, ...courses);
  await publish(messages);
  await site.stored('air', before + messages.length);
}

export const steady = (bar: number, count: number): number[] => Array.from({ length: count }, () => bar);
