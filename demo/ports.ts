import { createServer } from 'node:net';
import { readArguments } from '../stack/arguments.ts';
import { PORT_NAMES, PORTS } from '../stack/ports.ts';
import { tcpProbe } from '../stack/probes.ts';
import type { StackPorts } from '../stack/stack.ts';

/**
 * The ports that the environment names (`STACK_MQTT_PORT` and so on), else the stack's usual ones where they are free;
 * an absent one is left to the stack, which finds another. Throws a StackError when a variable is no port.
 */
export async function choosePorts(environment: NodeJS.ProcessEnv): Promise<Partial<StackPorts>> {
  const wanted = readArguments([], environment).ports;
  const ports: Partial<StackPorts> = {};
  for (const name of PORT_NAMES) {
    // Who names a port wants that one, and is told by the stack when it is taken.
    if (environment[PORTS[name].variable] || (await isFree(wanted[name]))) ports[name] = wanted[name];
  }
  return ports;
}

/** The usual port where it is free, else another one. */
export async function choosePort(usual: number): Promise<number> {
  if (await isFree(usual)) return usual;
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : usual));
    });
  });
}

/** Nobody answers there and we may listen there: on some systems either of the two alone is not enough. */
async function isFree(port: number): Promise<boolean> {
  return !(await tcpProbe(port)()) && (await listens(port));
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
