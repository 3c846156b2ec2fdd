import { mkdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { allOf, mqttProbe, tcpProbe } from '../probes.ts';
import type { Launch } from '../server-process.ts';

/*
 * Mosquitto keeps queues and sessions in memory and writes all of them into one file, now and then: by default every half
 * hour, here (autosave_on_changes) whenever that many messages were queued for a client that is away or busy, retained, or
 * sessions changed. With SIGTERM nothing is lost. A SIGKILL loses
 * - what was accepted since the last save: fewer than `saveEvery` messages, or with 1 those of one pass of its loop (8 of
 *   19,456 in a trial with 200 on their way), and
 * - what was on its way to a connected client that did not receive it.
 * The price: each save writes the whole file. On a machine with two cores it took 540 messages/s with `saveEvery` 1 and
 * 7,000/s with 100; and a backlog makes it slower, as the file grows.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  persistence: 'true',
  autosave_on_changes: 'true',
  max_queued_messages: '0', // no limit: the default drops whatever exceeds 1000 messages, silently
  max_queued_bytes: '0',
  max_inflight_messages: '1000', // how many a gateway may hold unacknowledged; the default is 20
  set_tcp_nodelay: 'true',
  allow_anonymous: 'true', // a development machine, and 127.0.0.1 only
  log_dest: 'stderr',
  log_timestamp_format: '%Y-%m-%dT%H:%M:%S',
};

export interface MosquittoOptions {
  command: string;
  folder: string;
  logFile: string;
  mqttPort: number;
  webSocketPort: number;
  saveEvery: number;
  settings: Readonly<Record<string, string>>;
}

export function mosquittoLaunch(options: MosquittoOptions): Launch {
  const file = join(options.folder, 'mosquitto.conf');
  return {
    name: 'mosquitto',
    command: options.command,
    args: ['-c', file],
    folder: options.folder,
    logFile: options.logFile,
    ready: allOf(mqttProbe(options.mqttPort), tcpProbe(options.webSocketPort)),
    startSeconds: 60,
    prepare: () => {
      mkdirSync(options.folder, { recursive: true });
      writeFileSync(file, configuration(options));
    },
  };
}

function configuration(options: MosquittoOptions): string {
  const settings = {
    ...SETTINGS,
    user: userInfo().username, // started as root it would change to a user who may not write into the data folder
    persistence_location: options.folder,
    autosave_interval: String(options.saveEvery), // a number of changes, not of seconds, with autosave_on_changes
    ...options.settings,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} ${value}`);
  // Not `information`, which has a line for every save.
  for (const type of ['error', 'warning', 'notice']) lines.push(`log_type ${type}`);
  lines.push(`listener ${options.mqttPort} 127.0.0.1`);
  // With IPv6 allowed its WebSocket library ignores the address and listens to the whole network.
  lines.push(`listener ${options.webSocketPort} 127.0.0.1`, 'protocol websockets', 'socket_domain ipv4');
  return `${lines.join('\n')}\n`;
}
