import { connect, createServer } from 'node:net';
import type { ServerName, StackPorts } from './types.ts';

export type PortName = keyof StackPorts;

export interface PortOption {
  server: ServerName;
  /** What it is for, for people. */
  use: string;
  usual: number;
  flag: string;
  variable: string;
}

/** What the ports are for, and how `npm run stack` lets people choose them. */
export const PORTS: Readonly<Record<PortName, PortOption>> = {
  mqtt: option('mosquitto', 'MQTT', 1883, 'mqtt-port'),
  mqttWebSocket: option('mosquitto', 'MQTT over WebSocket', 9001, 'mqtt-ws-port'),
  activemq: option('activemq', 'STOMP', 61613, 'activemq-port'),
  elasticsearch: option('elasticsearch', 'Elasticsearch over HTTP', 9200, 'elasticsearch-port'),
  smtp: option('mail', 'SMTP', 1025, 'smtp-port'),
  mailWeb: option('mail', 'page with the mails', 1080, 'mail-web-port'),
};

export const PORT_NAMES = Object.keys(PORTS) as PortName[];

/*
 * Free ports are taken from below the range that systems use for outgoing connections (32768 and up on Linux): while a
 * server is down, such a connection could occupy its port, or even connect to itself.
 */
const LOWEST_FREE = 20_000;
const HIGHEST_FREE = 31_999;

/** The given ports, with free ones where none is given. */
export async function completePorts(given: Partial<StackPorts>): Promise<StackPorts> {
  const ports: Partial<StackPorts> = { ...given };
  for (const name of PORT_NAMES) ports[name] ??= await freePort(Object.values(ports));
  return ports as StackPorts;
}

/** One sentence for each port of these servers that cannot be used, saying how to choose another. */
export async function portProblems(ports: StackPorts, servers: readonly ServerName[]): Promise<string[]> {
  const problems: string[] = [];
  const seen = new Map<number, PortName>();
  for (const name of PORT_NAMES.filter((candidate) => servers.includes(PORTS[candidate].server))) {
    const { flag, variable } = PORTS[name];
    const other = seen.get(ports[name]);
    const advice = `choose another one for ${name} with --${flag} or ${variable}.`;
    if (other !== undefined) problems.push(`Port ${ports[name]} is wanted by ${other} and ${name}: ${advice}`);
    else if (!(await isFree(ports[name]))) problems.push(`Port ${ports[name]} is taken: ${advice}`);
    seen.set(ports[name], name);
  }
  return problems;
}

function option(server: ServerName, use: string, usual: number, flag: string): PortOption {
  return { server, use, usual, flag, variable: `STACK_${flag.toUpperCase().replaceAll('-', '_')}` };
}

async function freePort(used: readonly number[]): Promise<number> {
  for (let attempt = 0; attempt < 1000; attempt += 1) {
    const port = LOWEST_FREE + Math.floor(Math.random() * (HIGHEST_FREE - LOWEST_FREE + 1));
    if (!used.includes(port) && (await isFree(port))) return port;
  }
  throw new Error(`no free port between ${LOWEST_FREE} and ${HIGHEST_FREE}`);
}

/** Nobody answers there and we may listen there: on some systems either of the two alone is not enough. */
async function isFree(port: number): Promise<boolean> {
  return !(await answers(port)) && (await listens(port));
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
