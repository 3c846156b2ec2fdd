import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { completePorts, PORT_NAMES, portProblems } from './ports.ts';

let server: Server | undefined;
afterEach(() => new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve())));

describe('completePorts', () => {
  it('keeps what is given and finds different free ones for the rest', async () => {
    const ports = await completePorts({ mqtt: 1883 });
    expect(ports.mqtt).toBe(1883);
    expect(new Set(Object.values(ports)).size).toBe(PORT_NAMES.length);
  });
});

describe('portProblems', () => {
  it('has none for free ports', async () => {
    expect(await portProblems(await completePorts({}), ['mosquitto', 'activemq', 'elasticsearch', 'mail'])).toEqual([]);
  });

  it('names a taken port and how to choose another, but only for servers that are wanted', async () => {
    const ports = await completePorts({});
    await new Promise<void>((resolve) => {
      server = createServer().listen(ports.mqtt, '127.0.0.1', resolve);
    });
    expect(await portProblems(ports, ['mosquitto', 'mail'])).toEqual([
      `Port ${ports.mqtt} is taken: choose another one for mqtt with --mqtt-port or STACK_MQTT_PORT.`,
    ]);
    expect(await portProblems(ports, ['mail'])).toEqual([]);
  });

  it('refuses one port for two uses', async () => {
    const ports = { ...(await completePorts({})), smtp: 25_000, mailWeb: 25_000 };
    expect(await portProblems(ports, ['mail'])).toEqual([
      'Port 25000 is wanted by smtp and mailWeb: choose another one for mailWeb with --mail-web-port or STACK_MAIL_WEB_PORT.',
    ]);
  });
});
