import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sensorTypes } from '../../shared/sensors/index.ts';
import { until } from '../harness/until.ts';
import { type Containers, createContainers, freePort } from './compose.ts';
import { createSender } from './sender.ts';

const types = sensorTypes.map(({ name }) => name);
const ours = [
  ...types.flatMap((type) => [`gateway-${type}`, `ingestor-${type}`]),
  'alerter',
  'live-page',
  'operations',
];
const servers = ['mosquitto', 'activemq', 'elasticsearch'];
const everything = [...ours, ...servers, 'simulator', 'mail'];

let stack: Containers;
let mqttUrl: string;

beforeAll(async () => {
  const port = await freePort();
  mqttUrl = `mqtt://127.0.0.1:${port}`;
  stack = await createContainers({
    files: ['docker-compose.yml', 'e2e/containers/health.yml', 'e2e/containers/test.yml'],
    profiles: ['demo'],
    environment: { TEST_MQTT_PORT: String(port) },
  });
  // The README's command.
  await stack.compose('up', '--detach', '--build', '--wait');
});
afterAll(() => stack.remove());

describe.each(types)('%s', (type) => {
  test('readings are stored once each, and a bad one is a dead letter', async () => {
    const device = `path-${type}`;
    const sender = createSender(`${stack.customer}/${type}/${device}`, device, mqttUrl);
    await sender.send(100);
    await stack.stored(type, device, 100);
    await sender.end();
  });
});

test('the dead letters are listed from inside a container', async () => {
  const bad = createSender(`${stack.customer}/air/bad`, 'bad\u0007name', mqttUrl);
  await bad.send(1);
  await until('the dead letter', async () =>
    (await stack.exec('ingestor-air', 'node', 'ingestor/rejected.ts', 'list', '--type', 'air')).includes(
      'control-characters',
    ),
  );
  await bad.end();
});

test('the simulated sensors arrive', () =>
  until('a simulated reading', async () => (await stack.count('air', 'air-1')) > 0));

test('a backup is made and read back, and one screen and one page say how all of it is', async () => {
  expect(await stack.exec('operations', 'node', 'operations/backup.ts')).toMatch(/ indices, .* documents, verified$/m);
  // The sensors of tests are silent by now, which makes its exit code 1.
  const screen = await stack.exec('operations', 'sh', '-c', 'node operations/status.ts || true');
  for (const service of ours.filter((name) => name !== 'operations')) {
    expect(screen).toMatch(new RegExp(`ok +${service} +ready`));
  }
  expect(screen).toMatch(/ok +Last backup/);
  expect(await stack.exec('operations', 'node', 'operations/migrate.ts')).toContain('nothing to migrate');
  const page = await fetch(`http://${await stack.published('live-page', 8080)}/status`);
  expect(page.status).toBe(200);
  const shown = await page.text();
  for (const service of ['gateway-air', 'ingestor-devicev01', 'alerter']) expect(shown).toContain(service);
});

// Mosquitto writes to its disk what it has confirmed a moment ago: it is killed in a quiet moment.
describe.each([...ours, 'activemq', 'elasticsearch', 'mosquitto'])('%s is killed', (service) => {
  test('it comes back, and nothing is lost', async () => {
    const type = types.find((name) => service.endsWith(`-${name}`)) ?? 'air';
    const device = `kill-${service}`;
    const sender = createSender(`${stack.customer}/${type}/${device}`, device, mqttUrl);
    if (service === 'mosquitto') {
      await stack.compose('pause', 'gateway-air');
      await sender.send(100);
      await stack.crash(service);
      await stack.compose('unpause', 'gateway-air');
      await sender.send(100);
    } else {
      sender.start();
      await until('some readings', () => sender.sent > 20);
      await stack.crash(service);
      const { sent } = sender;
      await until('some more', () => sender.sent > sent + 20);
      await sender.stop();
    }
    await stack.stored(type, device, sender.sent);
    await sender.end();
  });
});

// docs/operations.md, "After a disaster".
test('the disk of Elasticsearch is lost: the backup and what waited in the broker are all of it', async () => {
  const device = 'disaster';
  const sender = createSender(`${stack.customer}/air/${device}`, device, mqttUrl);
  await sender.send(100);
  await stack.stored('air', device, 100);
  await stack.compose('stop', 'simulator');
  expect(await stack.exec('operations', 'node', 'operations/backup.ts')).toMatch(/, verified$/m);
  await stack.compose('stop', ...ours);
  await sender.send(50);
  await stack.lose('elasticsearch', 'elasticsearch-data');
  await stack.compose('up', '--detach', '--wait', 'elasticsearch');
  expect(await stack.count('air', device)).toBe(0);
  const restore = ['run', '--rm', '--no-deps', 'operations', 'node', 'operations/restore.ts', '--snapshot', 'latest'];
  expect(await stack.compose(...restore)).toContain('counts and checksums are those of the backup');
  await stack.stored('air', device, 100);
  await stack.compose('up', '--detach', '--wait');
  await stack.stored('air', device, 150);
  await sender.end();
});

describe.each(everything)('the container %s', (service) => {
  test('runs as an ordinary user, without rights, on a root that it cannot write', async () => {
    const { Config, HostConfig } = await stack.inspect(service);
    expect(Config.User).toMatch(/^(1000(:\d+)?|node)$/);
    expect(HostConfig).toMatchObject({
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      CapAdd: null,
      SecurityOpt: ['no-new-privileges:true'],
      Init: true,
      Privileged: false,
    });
    const status = await stack.exec(service, 'cat', '/proc/1/status');
    expect(status).toMatch(/^Uid:\t1000\t1000\t1000\t1000$/m);
    for (const set of ['Inh', 'Prm', 'Eff', 'Bnd', 'Amb']) expect(status).toMatch(new RegExp(`^Cap${set}:\\t0+$`, 'm'));
    expect(status).toMatch(/^NoNewPrivs:\t1$/m);
    await expect(stack.exec(service, 'sh', '-c', 'echo x > /here')).rejects.toThrow(/[Rr]ead-only|denied/);
  });

  test('is limited, restarted, and described', async () => {
    const { Config, HostConfig } = await stack.inspect(service);
    expect(HostConfig.Memory).toBeGreaterThan(0);
    expect(HostConfig.PidsLimit).toBeGreaterThan(0);
    expect(HostConfig.RestartPolicy.Name).toBe('unless-stopped');
    expect(HostConfig.LogConfig.Config).toMatchObject({ 'max-size': '10m', 'max-file': '5' });
    expect(Config.Labels['com.finemeca.group']).toBeTruthy();
  });
});

test('only what people open is published', async () => {
  const published = new Set<string>();
  for (const service of everything) {
    const { HostConfig } = await stack.inspect(service);
    if (Object.keys(HostConfig.PortBindings ?? {}).length > 0) published.add(service);
  }
  // The mail catcher belongs to the demo, and Mosquitto's port is the way in of these tests.
  expect([...published].sort()).toEqual(
    ['live-page', 'mail', 'mosquitto'].filter((service) => everything.includes(service)),
  );
});

test.each(['gateway-air', ...servers])('the image of %s says what it is', async (service) => {
  const { Config } = await stack.inspect(service);
  expect(Config.Labels).toMatchObject({
    'org.opencontainers.image.title': expect.stringMatching(/^finemeca telemetry/),
    'org.opencontainers.image.version': 'test',
    'org.opencontainers.image.revision': 'under-test',
    'org.opencontainers.image.source': expect.stringMatching(/^https:/),
  });
});

test('a service knows the commit it was built from', async () => {
  expect((await stack.exec('gateway-air', 'printenv', 'REVISION')).trim()).toBe('under-test');
});

test('the image has no tools, and at most 300 MB', async () => {
  for (const tool of ['npm', 'npx', 'perl', 'apt-get', 'dpkg', 'gcc', 'curl']) {
    await expect(stack.exec('gateway-air', 'sh', '-c', `command -v ${tool}`)).rejects.toThrow();
  }
  await expect(stack.exec('gateway-air', 'ls', 'node_modules/vitest')).rejects.toThrow();
  expect(await stack.imageBytes('gateway-air')).toBeLessThanOrEqual(300_000_000);
});
