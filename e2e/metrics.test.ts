import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { startAlerter } from './harness/alerting.ts';
import { startPage } from './harness/live-page.ts';
import { ensurePrometheus, promtool } from './harness/prometheus.ts';
import { publish } from './harness/publish.ts';
import { createRelay, type Relay } from './harness/relay.ts';
import { endServices, type RunningService, startService } from './harness/service.ts';
import { createSite } from './harness/site.ts';
import { until } from './harness/until.ts';

const site = createSite();
/** What is checked out, as somebody else says. */
const revision = execFileSync('git', ['log', '-1', '--format=%H'], { encoding: 'utf8' }).trim();
const relays: Record<string, Relay> = {};
const services: Record<string, RunningService> = {};

const metricsOf = async (name: string): Promise<string> => {
  const started = await services[name]?.logged('started');
  // While promtool runs nothing here hears that the service has closed an idle connection.
  const headers = { connection: 'close' };
  return await (await fetch(`http://127.0.0.1:${started?.healthPort}/metrics`, { headers })).text();
};
/** The value of a series, labels included: `name{a="b"}`. */
const sample = (metrics: string, series: string): number | undefined => {
  const line = metrics.split('\n').find((one) => one.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length));
};

beforeAll(async () => {
  await ensurePrometheus();
  for (const name of ['mqttUrl', 'activemqUrl'] as const) relays[name] = await createRelay(inject(name));
  const through = { MQTT_URL: relays.mqttUrl?.url ?? '', ACTIVEMQ_URL: relays.activemqUrl?.url ?? '' };
  services.gateway = site.gateway('air', through);
  services.ingestor = site.ingestor('air');
  services.alerter = startAlerter(site, 'smtp://127.0.0.1:1');
  services['live-page'] = (await startPage(site)).service;
  services.operations = startService('operations', { ...site.environment, BACKUP_LOCATION: site.customer });
  await Promise.all(Object.values(services).map((service) => service.ready()));
  await publish([
    { topic: site.topic('air', 'air-1'), payload: { Pres: 6.5 } },
    { topic: site.topic('air', 'air-1'), payload: { Pres: 'high' } },
  ]);
  await site.stored('air', 1);
});

afterAll(async () => {
  await endServices();
  for (const relay of Object.values(relays)) await relay.close();
});

test.each(['gateway', 'ingestor', 'alerter', 'live-page', 'operations'])(
  'promtool accepts the metrics of the %s, which say what runs',
  async (name) => {
    const metrics = await metricsOf(name);
    expect(metrics).toMatch(
      new RegExp(
        `^telemetry_build_info\\{service="${name}",version="[0-9.]+",revision="${revision}",node_version="24[0-9.]+"\\} 1$`,
        'm',
      ),
    );
    expect(metrics).toMatch(/^telemetry_dependency_up\{dependency="\w+"\} 1$/m);
    // Those of Node's own are prom-client's.
    const ours = metrics.split('\n').filter((line) => /^(# (HELP|TYPE) )?telemetry_/.test(line));
    expect(promtool(['check', 'metrics'], { input: `${ours.join('\n')}\n` })).toBe('');
  },
);

test('what has not happened yet is counted as 0, or its first time would be missed', async () => {
  const alerter = await metricsOf('alerter');
  for (const kind of ['leak-opened', 'sensor-silent', 'pipeline-down', 'drill', 'group']) {
    for (const outcome of ['sent', 'refused', 'postponed']) {
      expect(sample(alerter, `telemetry_alerter_mails_total{kind="${kind}",outcome="${outcome}"}`)).toBe(0);
    }
  }
  expect(alerter.match(/^telemetry_alerter_mails_total/gm)).toHaveLength(9 * 3);
  expect(sample(alerter, 'telemetry_alerter_notices_total{kind="leak-opened"}')).toBe(0);
  expect(sample(alerter, 'telemetry_reconnects_total{server="activemq",purpose="notices"}')).toBe(0);
  const codes = 'telemetry_gateway_rejected_total{sensor_type="air",reason_code="too-large"}';
  expect(sample(await metricsOf('gateway'), codes)).toBe(0);
  expect(sample(await metricsOf('live-page'), 'telemetry_live_page_dropped_total{reason="slow"}')).toBe(0);
});

test('what waits in the queues is measured', async () => {
  const series = (what: string, queue: string) =>
    `telemetry_operations_queue_${what}{queue="${site.customer}.${queue}"}`;
  await until(
    'the dead letter',
    async () => sample(await metricsOf('operations'), series('messages', 'air.rejected')) === 1,
  );
  const metrics = await metricsOf('operations');
  expect(sample(metrics, series('messages', 'air'))).toBe(0);
  expect(sample(metrics, series('oldest_message_age_seconds', 'air'))).toBe(0);
  const age = sample(metrics, series('oldest_message_age_seconds', 'air.rejected')) ?? 0;
  await until(
    'it to age',
    async () =>
      (sample(await metricsOf('operations'), series('oldest_message_age_seconds', 'air.rejected')) ?? 0) > age,
  );
});

test('the last reading of a device is known', async () => {
  const series = 'telemetry_ingestor_last_reading_timestamp_seconds{sensor_type="air",device="air-1"}';
  expect(sample(await metricsOf('ingestor'), series)).toBeGreaterThan(Date.now() / 1000 - 3600);
});

test.each([
  ['mqttUrl', 'mqtt'],
  ['activemqUrl', 'activemq'],
] as const)('a connection that comes back is counted: %s', async (relay, server) => {
  const series = `telemetry_reconnects_total{server="${server}",purpose="readings"}`;
  expect(sample(await metricsOf('gateway'), series)).toBe(0);
  await relays[relay]?.cut();
  await until('the gateway to notice', async () => (await services.gateway?.readiness())?.status === 503);
  expect(sample(await metricsOf('gateway'), `telemetry_dependency_up{dependency="${server}"}`)).toBe(0);
  await relays[relay]?.mend();
  await services.gateway?.ready();
  expect(sample(await metricsOf('gateway'), series)).toBe(1);
});
