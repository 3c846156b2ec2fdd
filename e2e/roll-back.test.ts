import { afterEach, expect, test } from 'vitest';
import { dataTemplate, incidentTemplate, ledgerTemplate } from '../shared/elasticsearch/templates.ts';
import { acknowledge } from '../shared/incidents/marks.ts';
import { createIncidentStore } from '../shared/incidents/store.ts';
import { alertNamesOf, namesOf } from '../shared/names.ts';
import { air } from '../shared/sensors/air.ts';
import { openElasticsearch } from './harness/elasticsearch.ts';
import { publish } from './harness/publish.ts';
import { endServices } from './harness/service.ts';
import { createSite } from './harness/site.ts';
import { until } from './harness/until.ts';

afterEach(endServices);

/** What a release after this one will have put in place: more fields, and a higher version. */
const newer = <T extends ReturnType<typeof dataTemplate>>({ name, body }: T) => {
  const { settings, mappings } = body.template;
  const properties = { ...mappings.properties, future: { type: 'keyword' } } as const;
  return { name, ...body, version: body.version + 1, template: { settings, mappings: { ...mappings, properties } } };
};

test('back from a newer release: its templates and documents stay, and this one works beside them', async () => {
  const site = createSite();
  const client = openElasticsearch();
  const { dataIndex, ledgerIndex } = namesOf(site.customer, 'air');
  const { incidentIndex } = alertNamesOf(site.customer);
  const templates = [
    newer(dataTemplate(air, dataIndex, 0)),
    newer(ledgerTemplate(air, ledgerIndex, 0)),
    newer(incidentTemplate(incidentIndex, 0)),
  ];
  for (const template of templates) await client.indices.putIndexTemplate(template);
  const now = Date.now();
  const opened = new Date(now - 3_600_000).toISOString();
  const leak = { kind: 'leak', deviceId: '1', device: 'air-1', state: 'open', openedAt: opened, updatedAt: opened };
  await client.index({
    index: `${incidentIndex}-${opened.slice(0, 4)}`,
    id: 'newer',
    document: { ...leak, openingPressure: 6, mails: [], future: 'kept' },
    refresh: true,
  });

  const ingestor = site.ingestor('air');
  const gateway = site.gateway('air');
  await gateway.ready();
  await ingestor.ready();
  // `msgCount` only: it is of now, and the pressure is back above the opening pressure.
  await publish([
    { topic: site.topic('air', 1), payload: { idDevice: 1, Device: 'air-1', msgCount: 1, Pres: 7, PresOpen: 6 } },
  ]);
  const [stored] = await site.stored('air', 1);
  expect(stored?._source).toMatchObject({ Pres: 7, deviceId: '1' });
  await ingestor.logged('index template newer');
  const mapping = await client.indices.getMapping({ index: `${dataIndex}-*` });
  expect(Object.values(mapping)[0]?.mappings.properties).toHaveProperty('future');

  const store = createIncidentStore(client, site.customer);
  const [incident] = await store.open();
  if (!incident) throw new Error('the incident is not found');
  await store.replace(incident, acknowledge(incident.incident, 'Anne', undefined, now));
  expect((await store.get(incident.index, incident.id))?.incident).toMatchObject({
    state: 'acknowledged',
    future: 'kept',
  });
  for (const template of templates) {
    const { index_templates: found } = await client.indices.getIndexTemplate({ name: template.name });
    expect(found[0]?.index_template).toMatchObject({ version: template.version });
    expect(found[0]?.index_template.template?.mappings?.properties).toHaveProperty('future');
  }
  await until('the ledger', async () => {
    await client.indices.refresh({ index: `${ledgerIndex}-*` });
    return (await client.count({ index: `${ledgerIndex}-*` })).count === 1;
  });
  await client.close();
});
