import { mkdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { allOf, mqttProbe, tcpProbe } from '../probes.ts';
import type { Launch } from '../server-process.ts';

/*
 * Mosquitto keeps queues and sessions in memory and writes all of them to one file, now and then. With these settings it
 * does so after every pass of its loop in which a message was queued for a client that is away or busy, a session changed
 * or a message was retained (autosave_on_changes counts exactly these). A message that was accepted in the same pass in
 * which the process is killed is lost, and so is one that was already on its way to a connected client who does not have
 * it yet. Neither happens when it is stopped with SIGTERM. The price: the file is written whole each time, so a backlog
 * slows it down.
 */
const DURABILITY = { autosave_on_changes: 'true', autosave_interval: '1' };

const SETTINGS: Readonly<Record<string, string>> = {
  persistence: 'true',
  ...DURABILITY,
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
    ...options.settings,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} ${value}`);
  lines.push(`listener ${options.mqttPort} 127.0.0.1`);
  lines.push(`listener ${options.webSocketPort} 127.0.0.1`, 'protocol websockets');
  return `${lines.join('\n')}\n`;
}
