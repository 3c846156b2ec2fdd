import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ACTIVEMQ, install } from '../../stack/install.ts';
import { completePorts } from '../../stack/ports.ts';
import { preflight } from '../../stack/preflight.ts';

/** As for `npm run stack`: what either has downloaded the other finds. */
const cacheFolder = resolve(import.meta.dirname, '../../.stack/lib');
const patienceMs = 600_000;

/** Fills a folder with the libraries of ActiveMQ's statistics, which it downloads once with all others of that server. */
export async function fillActivemqLibrary(folder: string): Promise<void> {
  mkdirSync(cacheFolder, { recursive: true });
  const options = {
    cacheFolder,
    signal: AbortSignal.timeout(patienceMs),
    onProgress: (line: string) => process.stdout.write(`containers: ${line}\n`),
  };
  const tools = await preflight({ ...options, servers: ['activemq'], ports: await completePorts({}) });
  const from = join(await install(ACTIVEMQ, { ...options, ...tools }), 'lib');
  mkdirSync(folder, { recursive: true });
  for (const name of ['xstream', 'jettison', 'mxparser', 'xmlpull']) {
    const jar = readdirSync(from).find((file) => file.startsWith(`${name}-`));
    cpSync(join(from, jar ?? name), join(folder, `${name}.jar`));
  }
}
