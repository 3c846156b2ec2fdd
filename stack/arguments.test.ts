import { describe, expect, it } from 'vitest';
import { helpText, readArguments } from './arguments.ts';
import { PORT_NAMES, PORTS } from './ports.ts';

describe('readArguments', () => {
  it('uses the usual ports when nothing is given', () => {
    expect(readArguments([], {})).toEqual({
      help: false,
      fresh: false,
      ports: { mqtt: 1883, mqttWebSocket: 9001, activemq: 61613, elasticsearch: 9200, smtp: 1025, mailWeb: 1080 },
    });
  });

  it('prefers a flag to a variable, and a variable to the usual port', () => {
    const environment = { STACK_MQTT_PORT: '2001', STACK_MQTT_WS_PORT: '2002', STACK_SMTP_PORT: '' };
    const { ports } = readArguments(['--mqtt-port', '2000'], environment);
    expect(ports).toMatchObject({ mqtt: 2000, mqttWebSocket: 2002, smtp: 1025 });
  });

  it('understands --fresh and --help', () => {
    expect(readArguments(['--fresh', '-h'], {})).toMatchObject({ fresh: true, help: true });
  });

  it.each(['0', '65536', '-1', '1883.5', '1e3', 'http', ' 80'])('refuses %j as a port', (text) => {
    expect(() => readArguments([`--mqtt-port=${text}`], {})).toThrow(`--mqtt-port: "${text}" is not a port`);
  });

  it('names everything that is wrong at once', () => {
    expect(() => readArguments(['--smtp-port', 'x'], { STACK_ACTIVEMQ_PORT: 'y' })).toThrow(
      /STACK_ACTIVEMQ_PORT: "y".*\n.*--smtp-port: "x"/,
    );
  });

  it('refuses a flag that does not exist', () => {
    expect(() => readArguments(['--mqtt'], {})).toThrow('Try --help');
  });
});

describe('helpText', () => {
  it.each(PORT_NAMES)('has the flag and the variable of %s', (name) => {
    expect(helpText()).toContain(`--${PORTS[name].flag} <port>`);
    expect(helpText()).toContain(PORTS[name].variable);
  });
});
