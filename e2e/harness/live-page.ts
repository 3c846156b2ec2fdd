import { Client } from '@elastic/elasticsearch';
import { inject } from 'vitest';
import { buildPage, isStale } from '../../live-page/build.ts';
import { type LivePageConfig, livePageConfiguration } from '../../live-page/config.ts';
import { readConfig } from '../../shared/config/read.ts';
import { incidentTemplate, installTemplate } from '../../shared/elasticsearch/templates.ts';
import type { Incident } from '../../shared/incidents/incident.ts';
import { createIncidentStore, type IncidentStore } from '../../shared/incidents/store.ts';
import { alertNamesOf } from '../../shared/names.ts';
import { publish } from './publish.ts';
import { type RunningService, startService } from './service.ts';
import type { Site } from './site.ts';

export interface RunningPage {
  readonly service: RunningService;
  /** Without a slash at the end; the base path is in it. */
  readonly url: string;
}

export const acknowledgeSecret = 'a secret of the tests, shared with the alerter';

/** Builds the page when it is older than its sources, and serves it. */
export async function startPage(site: Site, more: Readonly<Record<string, string>> = {}): Promise<RunningPage> {
  if (isStale()) await buildPage();
  const { MQTT_URL, ...environment } = site.environment;
  const service = startService('live-page', {
    ...environment,
    PORT: '0',
    AUTH: 'none',
    RATE_LIMIT: '100000',
    ACKNOWLEDGE_SECRET: acknowledgeSecret,
    ...more,
  });
  const { port } = await service.logged('the page is at port');
  return { service, url: `http://127.0.0.1:${port}${more.BASE_PATH ?? ''}` };
}

/** The configuration of parts of the page that a test runs by themselves, without servers. */
export function pageConfig(more: Readonly<Record<string, string>> = {}): LivePageConfig {
  const read = readConfig(livePageConfiguration, {
    ACTIVEMQ_URL: 'stomp://127.0.0.1:1',
    ELASTICSEARCH_URL: 'http://127.0.0.1:1',
    AUTH: 'none',
    ...more,
  });
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.config;
}

/** `YYYY-MM-DD HH:MM:SS` in Brussels, as a sensor writes it. */
export const wallClock = (at: number): string =>
  new Intl.DateTimeFormat('sv', { dateStyle: 'short', timeStyle: 'medium', timeZone: 'Europe/Brussels' }).format(at);

export interface AirReading {
  readonly device: string;
  readonly pressure: number;
  readonly opening?: number;
  readonly at?: number;
  readonly count?: number;
}

/** Readings of air sensors, as they publish them. */
export const publishAir = (site: Site, readings: readonly AirReading[]): Promise<void> =>
  publish(
    readings.map(({ device, pressure, opening = 6, at = Date.now(), count = 1 }) => ({
      topic: site.topic('air', device),
      payload: {
        Device: device,
        Time: wallClock(at),
        msgCount: count,
        Pres: pressure,
        'Pres-U': 'bar',
        PresOpen: opening,
      },
    })),
  );

/** The incidents of a site, as the alerter writes them. */
export async function incidentsOf(
  site: Site,
): Promise<
  Omit<IncidentStore, 'open'> & { open(incident: Partial<Incident> & { deviceId: string }): Promise<string> }
> {
  const client = new Client({ node: inject('elasticsearchUrl') });
  await installTemplate(client, incidentTemplate(alertNamesOf(site.customer).incidentIndex, 0));
  const store = createIncidentStore(client, site.customer);
  let count = 0;
  return {
    ...store,
    async open(incident) {
      const openedAt = new Date(Date.now() - 4 * 60_000).toISOString();
      const id = `leak-${incident.deviceId}-${++count}`;
      await store.create(id, {
        kind: 'leak',
        device: incident.deviceId,
        state: 'open',
        openedAt,
        updatedAt: openedAt,
        openingPressure: 6,
        lowestPressure: 5.11,
        lastPressure: 5.2,
        mails: [],
        ...incident,
      });
      return id;
    },
  };
}
